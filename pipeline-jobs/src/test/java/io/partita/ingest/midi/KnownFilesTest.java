package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.lake.split.DrumBeats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night whose archive is not that of the night before: what is known is not parsed again. */
@Tag("spark")
class KnownFilesTest {
  private static final int BEATS = 24;
  private static final int FIRST = 20;
  private static final String TSD = "tokens/dataset=in/scheme=tsd";

  @TempDir private Path folder;

  /** All beats; the archive begins with the first ones. */
  private final byte[][] beats = new byte[BEATS][];

  private final SortedMap<String, byte[]> members = new TreeMap<>();

  @BeforeEach
  void archive() throws IOException {
    DrumBeats.write(folder, BEATS);
    for (int i = 0; i < BEATS; i++) {
      beats[i] = Files.readAllBytes(folder.resolve("beat" + i + ".mid"));
    }
    for (int i = 0; i < FIRST; i++) {
      members.put("beat" + i + ".mid", beats[i]);
    }
    members.put("broken.mid", "MThd".getBytes(StandardCharsets.US_ASCII));
    members.put("copy.mid", beats[3]);
  }

  @Test
  void aNightOfChangesHasTheRowsOfAWholeRun() throws IOException {
    JsonNode first = ingest("lake", "");
    assertThat(first.at("/counts").has("known_contents")).isFalse();
    Map<String, String> splits = splits();
    Set<String> notes = files();

    members.remove("beat0.mid");
    members.put("beat1.mid", beats[20]);
    members.put("renamed.mid", members.remove("beat2.mid"));
    members.put("another copy.mid", beats[5]);
    members.put("broken too.mid", members.get("broken.mid"));
    members.put("new.mid", beats[21]);
    JsonNode second = ingest("lake", "");
    JsonNode whole = ingest("whole", "");

    assertThat(second.at("/counts/known_contents").asInt()).isEqualTo(FIRST - 2);
    assertThat(whole.at("/counts/contents").asInt()).isEqualTo(FIRST + 1);
    whole
        .path("counts")
        .fields()
        .forEachRemaining(
            count ->
                assertThat(second.path("counts").path(count.getKey()))
                    .as(count.getKey())
                    .isEqualTo(count.getValue()));
    assertThat(second.path("members")).isEqualTo(whole.path("members"));
    assertThat(second.path("faults")).isEqualTo(whole.path("faults"));
    assertRowsOfWholeRun();
    Map<String, String> kept = new HashMap<>(splits);
    kept.keySet().retainAll(splits().keySet());
    assertThat(kept).hasSize(FIRST - 2);
    assertThat(splits()).containsAllEntriesOf(kept);
    PartitaRun.line("check --lake {} --dataset in", folder.resolve("lake")).exits(0);

    Set<String> both = files();
    assertThat(both).doesNotContainAnyElementsOf(notes);
    ingest("lake", " --again");
    assertThat(files()).doesNotContainAnyElementsOf(both);
    assertRowsOfWholeRun();
  }

  @Test
  void whatIsNewIsAFileBesideTheOthers() throws IOException {
    ingest("lake", "");
    Set<String> notes = files();
    members.put("new.mid", beats[21]);

    ingest("lake", "");

    assertThat(files()).hasSize(notes.size() + 1).containsAll(notes);
    ingest("whole", "");
    assertRowsOfWholeRun();
  }

  /** What is new is made into files beside those that are there. */
  @InTurn
  @Test
  void whatIsMadeFromTheFilesIsKeptToo() throws IOException {
    ingest("lake", "");
    derive("lake", "");
    Set<String> tokens = files(TSD);
    Set<String> slices = files("drum_slices/dataset=in");
    members.put("new.mid", beats[21]);
    members.put("broken too.mid", "MTrk".getBytes(StandardCharsets.US_ASCII));
    ingest("lake", "");
    List<JsonNode> second = derive("lake", "");

    ingest("whole", "");
    List<JsonNode> whole = derive("whole", "");
    assertRowsOfWholeRun();
    assertThat(told(second)).isEqualTo(told(whole));
    assertThat(files(TSD)).hasSize(tokens.size() + 1).containsAll(tokens);
    assertThat(files("drum_slices/dataset=in")).hasSize(slices.size() + 2).containsAll(slices);

    members.remove("beat0.mid");
    members.put("beat1.mid", beats[20]);
    members.put("renamed.mid", members.remove("beat2.mid"));
    members.put("another copy.mid", beats[5]);
    members.remove("broken.mid");
    tokens = files(TSD);
    ingest("lake", "");
    second = derive("lake", "");

    ingest("whole", " --again");
    whole = derive("whole", " --again");
    assertRowsOfWholeRun();
    assertThat(told(second)).isEqualTo(told(whole));
    assertThat(files(TSD)).containsAnyElementsOf(tokens);
    PartitaRun.line("check --lake {} --dataset in", folder.resolve("lake")).exits(0);
  }

  /** The reports of what is made from the files. */
  private List<JsonNode> derive(String lake, String more) {
    return Stream.of(
            "tokenize --tokens tsd,midi-like", "slice drums --bars 2", "slice drums --bars 4")
        .map(
            line ->
                PartitaRun.line(
                        line + " --lake {} --dataset in --json" + more, folder.resolve(lake))
                    .exits(0)
                    .json())
        .toList();
  }

  /** Reports without what is another one each time. */
  private static List<String> told(List<JsonNode> reports) {
    return reports.stream()
        .map(
            report ->
                ((ObjectNode) report.deepCopy())
                    .retain(
                        "schemes", "counts", "files", "files_without_slices", "reasons", "splits")
                    .toString()
                    .replaceAll("\"(train|validation|test)\":\\{[^}]*}", ""))
        .toList();
  }

  /** More notes than are copied without those of what is gone: all are parsed, splits stay. */
  @InTurn
  @Test
  void whereMuchWouldBeCopiedAllIsMadeAgain() throws IOException {
    members.put("long.mid", longFile());
    ingest("lake", "");
    Map<String, String> splits = splits();
    members.remove("long.mid");
    members.put("new.mid", beats[21]);

    assertThat(ingest("lake", "").at("/counts").has("known_contents")).isFalse();

    ingest("whole", "");
    assertRowsOfWholeRun();
    splits.keySet().retainAll(splits().keySet());
    assertThat(splits).hasSize(FIRST);
    assertThat(splits()).containsAllEntriesOf(splits);
  }

  private static byte[] longFile() {
    int notes = 210_000;
    ByteBuffer file = ByteBuffer.allocate(14 + 8 + 8 * notes + 4);
    file.put("MThd".getBytes(StandardCharsets.US_ASCII)).putInt(6);
    file.putShort((short) 0).putShort((short) 1).putShort((short) 480);
    file.put("MTrk".getBytes(StandardCharsets.US_ASCII)).putInt(8 * notes + 4);
    for (int i = 0; i < notes; i++) {
      file.put(new byte[] {1, (byte) 0x90, 60, 80, 1, (byte) 0x80, 60, 0});
    }
    return file.put(new byte[] {0, (byte) 0xff, 0x2f, 0}).array();
  }

  @InTurn
  @Test
  void otherOptionsMakeAllAgain() {
    ingest("lake", "");
    members.remove("beat0.mid");

    JsonNode other = ingest("lake", " --key-profile krumhansl-kessler");

    assertThat(other.at("/counts").has("known_contents")).isFalse();
  }

  @InTurn
  @Test
  void afterEightRunsAllIsMadeAgain() {
    for (int i = 9; i < FIRST; i++) {
      members.remove("beat" + i + ".mid");
    }
    for (int night = 0; night < 9; night++) {
      members.put("beat" + (9 + night) + ".mid", beats[9 + night]);
      boolean isWhole = night == 0 || night == 8;
      assertThat(ingest("lake", "").at("/counts").has("known_contents"))
          .as("night %d", night)
          .isEqualTo(!isWhole);
    }
  }

  private JsonNode ingest(String lake, String more) {
    Path zip = InputArchives.write(folder.resolve("in.zip"), members);
    String options = " --dataset in --tokens remi --max-rejected 1 --json";
    return PartitaRun.line(
            "ingest midi --input {} --lake {}" + options + more, zip, folder.resolve(lake))
        .json();
  }

  private void assertRowsOfWholeRun() {
    Map<String, List<String>> whole = rows("whole");
    rows("lake").forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(whole.get(table)));
    assertThat(rows("lake")).hasSameSizeAs(whole);
  }

  private Map<String, List<String>> rows(String lake) {
    return SortedTables.without(folder.resolve(lake), "in", "run_id|split|split_group");
  }

  /** By content. */
  private Map<String, String> splits() {
    Map<String, String> splits = new TreeMap<>();
    DuckDb.rows(
            "SELECT midi_md5, split FROM %s WHERE split IS NOT NULL"
                .formatted(DuckDb.table(folder.resolve("lake"), "midi_files", "in")))
        .forEach(row -> splits.put((String) row.get(0), (String) row.get(1)));
    return splits;
  }

  /** Of the notes. */
  private Set<String> files() throws IOException {
    return files("notes/dataset=in");
  }

  private Set<String> files(String of) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(folder.resolve("lake").resolve(of))) {
      files.map(file -> file.getFileName().toString()).forEach(names::add);
    }
    names.removeIf(name -> !name.endsWith(".parquet"));
    return names;
  }
}
