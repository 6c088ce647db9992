package io.partita.slices;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.VersionFiles;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumSlice;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One small data set on its way: sliced in 2 bars and in 4, sliced again, ingested again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("spark")
class SliceDrumsTest {
  private static final String CATALOG =
      """
      midi_filename,split
      a.mid,train
      copy-of-a.mid,test
      b.mid,validation
      """;

  @TempDir private static Path folder;
  private static SortedMap<String, byte[]> members;
  private static JsonNode first;

  @BeforeAll
  static void ingestAndSlice() throws Exception {
    members = members();
    InputArchives.write(folder.resolve("beats.zip"), members);
    Files.writeString(folder.resolve("beats.csv"), CATALOG);
    ingest();
    first = slice(2).json();
  }

  @Test
  @Order(1)
  void everyFileIsAccountedFor() {
    assertThat(first.path("files").asInt()).isEqualTo(7);
    assertThat(first.path("files_without_slices").asInt()).isEqualTo(4);
    assertThat(first.path("reasons").toString())
        .isEqualTo("{\"metre\":1,\"no_drums\":1,\"rejected\":1,\"too_short\":1}");
    assertThat(first.at("/splits/train/files").asInt()).isPositive();
    assertThat(first.at("/splits/none/files_without_slices").asInt()).isEqualTo(1);
    assertThat(first.path("dropped_hits").asInt()).isEqualTo(2);
    assertEach(
        DuckDb.rows(
                "SELECT path, reason, n_dropped_hits, detail FROM "
                    + table("drum_files")
                    + " ORDER BY path")
            .stream()
            .map(String::valueOf)
            .toList(),
        naming("[beats/a.mid, null, 1, null]"),
        naming("[beats/b.mid, null, 0, null]"),
        naming("[beats/broken.mid, rejected, 0,", "quarantine"),
        naming("[beats/copy-of-a.mid, null, 1, null]"),
        naming("[beats/fill.mid, too_short, 0,", 16, 32),
        naming("[beats/flute.mid, no_drums, 0,", 9),
        naming("[beats/waltz.mid, metre, 0,", "3/4"));
  }

  @Test
  @Order(2)
  void theSlicesAreThoseOfEachFileInTheOrderOfTheirPaths() throws Exception {
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, String> file :
        Map.of("beats/a.mid", "train", "beats/b.mid", "validation", "beats/copy-of-a.mid", "test")
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      for (DrumSlice slice : DrumGrid.read(members.get(file.getKey())).slices(2).slices()) {
        expected.add(
            String.join(
                " ",
                file.getKey(),
                file.getValue(),
                String.valueOf(slice.piece()),
                String.valueOf(slice.startStep()),
                Arrays.toString(slice.steps()),
                slice.hash(),
                String.valueOf(slice.hits())));
      }
    }

    List<String> rows =
        DuckDb.texts(
            "SELECT concat_ws(' ', path, split, piece, start_step, steps, slice_hash, n_hits) FROM "
                + table("drum_slices")
                + " WHERE bars = 2 AND source = 'beats.zip'");
    assertThat(rows).isEqualTo(expected).hasSizeGreaterThan(10);
    assertThat(
            DuckDb.texts(
                "SELECT DISTINCT s.midi_md5 = m.midi_md5 FROM "
                    + table("drum_slices")
                    + " s JOIN "
                    + table("midi_sources")
                    + " m USING (source, path)"))
        .containsExactly("true");
  }

  @Test
  @Order(3)
  void aRunReplacesSlicesOfItsOwnLengthOnly() throws Exception {
    List<String> ofTwoBars = rows(2);
    PartitaRun four =
        PartitaRun.of("slice-drums", "--lake", lake(), "--dataset", "beats", "--bars", 4).exits(0);
    four.says("beats", 4, "bars").says(4, 7, "files").says(2, "drum notes");
    List<String> ofFourBars = rows(4);

    // In another layout, too.
    assertThat(PartitaRun.on("local[3]", arguments(2, "--again")).json().path("run_id").asText())
        .isEqualTo(first.path("run_id").asText());
    assertThat(rows(2)).isEqualTo(ofTwoBars).isNotEmpty();
    assertThat(rows(4)).isEqualTo(ofFourBars).isNotEmpty();
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("drum_files"))).isEqualTo(14);
  }

  @InTurn
  @Test
  @Order(4)
  void aRunAboutSomeFilesDeletesOthersOnlyWhereItMay() throws Exception {
    Object[] some = {"--where", "path LIKE '%a.mid'"};
    slice(4).exits(0);
    List<String> ofTwoBars = rows(2);
    List<String> ofFourBars = rows(4);
    List<String> wanted = ofTwoBars.stream().filter(row -> !row.contains("beats/b.mid")).toList();
    assertThat(wanted).isNotEmpty().hasSizeLessThan(ofTwoBars.size());
    int lost = ofTwoBars.size() - wanted.size() + ofFourBars.size();

    PartitaRun.of(arguments(2, some))
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("beats", lost + " rows of drum_slices", "without --where", "--replace");
    assertThat(rows(2)).isEqualTo(ofTwoBars);
    assertThat(rows(4)).isEqualTo(ofFourBars);

    Object[] mayGo = {some[0], some[1], "--replace"};
    PartitaRun.of(arguments(2, mayGo)).exits(0).warns(lost + " rows of drum_slices");
    assertThat(rows(2)).isEqualTo(wanted);
    assertThat(rows(4)).isEmpty();

    // The same run each night, the other length beside it, and all files again.
    PartitaRun.of(arguments(2, some)).exits(0);
    PartitaRun.of(arguments(4, some)).exits(0);
    assertThat(rows(2)).isEqualTo(wanted);
    PartitaRun.of(arguments(2, some)).exits(0);
    int ofSome = rows(4).size();
    assertThat(ofSome).isPositive();
    slice(2)
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names(ofSome + " rows of drum_slices", "with --where path LIKE '%a.mid'");
    PartitaRun.of(arguments(2, "--replace")).exits(0);
    slice(4).exits(0);
    assertThat(rows(2)).isEqualTo(ofTwoBars);
    assertThat(rows(4)).isEqualTo(ofFourBars);
  }

  @Test
  @Order(5)
  void slicesOfAnotherVersionOfPartitaDoNotStayBesideNewOnes() throws Exception {
    VersionFiles.editReport(
        lake(), "beats", "drum_slices", report -> report.put("version", "0.0.9"));

    PartitaRun.of(arguments(2, "--again"))
        .mistakeAfterProgress(Mistake.WOULD_DELETE)
        .names("drum_slices", "0.0.9", "--replace");
    assertThat(rows(4)).isNotEmpty();

    PartitaRun.of(arguments(2, "--again", "--replace"))
        .exits(0)
        .warns("drum_slices", "Partita 0.0.9");
    assertThat(rows(4)).isEmpty();
    assertThat(rows(2)).isNotEmpty();
  }

  @InTurn
  @Test
  @Order(6)
  void whereItIsAskedForASilentBarCompletesAFill() throws Exception {
    JsonNode plain = slice(2).json();
    slice(4).exits(0);
    assertThat(plain.path("run_id")).isEqualTo(first.path("run_id"));

    PartitaRun padded = PartitaRun.of(arguments(2, "--pad", "--replace")).exits(0);

    assertThat(padded.err()).contains("without --pad, not with --pad");
    assertThat(rows(4)).as("cut without padding").isEmpty();
    assertThat(padded.json().at("/options/pad").asBoolean()).isTrue();
    assertThat(padded.json().path("reasons").has("too_short")).isFalse();
    assertThat(
            DuckDb.texts(
                "SELECT list_sum(steps[1:16]) > 0 AND list_sum(steps[17:32]) = 0 FROM "
                    + table("drum_slices")
                    + " WHERE path = 'beats/fill.mid'"))
        .containsExactly("true");
    JsonNode again = slice(2).json();
    assertThat(again.path("run_id")).isEqualTo(plain.path("run_id"));
    assertThat(again.path("options").has("pad")).as("as versions that did not pad").isFalse();
  }

  @Test
  @Order(7)
  void aNewIngestDropsWhatWasMadeFromTheOldOne() throws Exception {
    ingest();

    assertThat(lake().resolve("drum_slices/dataset=beats")).doesNotExist();
    assertThat(lake().resolve("drum_files/dataset=beats")).doesNotExist();
    assertThat(lake().resolve("midi_files/dataset=beats")).exists();
  }

  @Test
  @Order(8)
  void mistakesAreTold() throws Exception {
    slice(3).mistake(Mistake.BAD_OPTION).names("--bars", "2", "4", "3");
    PartitaRun.of("slice-drums", "--lake", lake(), "--dataset", "x", "--bars", 2)
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("x", "[beats]");

    // As ingest-midi --no-bytes leaves it.
    VersionFiles.remove(lake(), "beats", "midi_bytes");
    slice(2).mistake(Mistake.NOT_PREPARED).names("beats", "slice drums", "--no-bytes");
  }

  private static void ingest() {
    PartitaRun.line(
            "ingest-midi --again --input {} --lake {} --catalog {}",
            folder.resolve("beats.zip"),
            lake(),
            folder.resolve("beats.csv"))
        .exits(0);
  }

  private static PartitaRun slice(int bars) {
    return PartitaRun.of(arguments(bars));
  }

  private static Object[] arguments(int bars, Object... more) {
    return Stream.concat(
            Stream.of(
                "slice-drums", "--lake", lake(), "--dataset", "beats", "--bars", bars, "--json"),
            Stream.of(more))
        .toArray();
  }

  private static List<String> rows(int bars) {
    return DuckDb.texts(
        "SELECT t::VARCHAR FROM " + table("drum_slices") + " t WHERE bars = " + bars);
  }

  private static String table(String name) {
    return DuckDb.table(lake(), name, "beats");
  }

  private static Path lake() {
    return folder.resolve("lake");
  }

  private static SortedMap<String, byte[]> members() {
    SortedMap<String, byte[]> members = new TreeMap<>();
    byte[] a = MidiWriter.write(beat(12, 16, 1).note(0, 9, 0, 100, 80, 0, 1).build());
    members.put("beats/a.mid", a);
    members.put("beats/copy-of-a.mid", a);
    members.put("beats/b.mid", MidiWriter.write(beat(6, 16, 2).build()));
    members.put("beats/fill.mid", MidiWriter.write(beat(1, 16, 3).build()));
    members.put("beats/waltz.mid", MidiWriter.write(beat(8, 12, 4).timeSignature(0, 3, 4).build()));
    members.put(
        "beats/flute.mid",
        MidiWriter.write(Score.builder(Division.ppq(96)).note(0, 0, 73, 60, 80, 0, 96).build()));
    members.put("beats/broken.mid", "no music".getBytes(StandardCharsets.UTF_8));
    return members;
  }

  /** Kick on every beat, and other drums by chance. */
  private static ScoreBuilder beat(int bars, int stepsInABar, int seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    ScoreBuilder score = Score.builder(Division.ppq(96));
    for (int step = 0; step < bars * stepsInABar; step++) {
      if (step % 4 == 0) {
        score.note(0, 9, 0, 36, 80, step * 24L, step * 24L + 12);
      }
      if (dice.nextInt(3) == 0) {
        score.note(0, 9, 0, 42 + 4 * dice.nextInt(2), 80, step * 24L, step * 24L + 12);
      }
    }
    return score;
  }
}
