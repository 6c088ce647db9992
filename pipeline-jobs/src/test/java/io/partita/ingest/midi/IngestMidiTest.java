package io.partita.ingest.midi;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SortedTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections with a catalog: which row belongs to which member, and whose split counts. */
@Tag("spark")
class IngestMidiTest {
  private static final String CATALOG =
      """
      midi_filename,style,notes,split
      drummer1/a.mid,funk,"two
      lines, ""quoted""\",test
      b.mid,rock,,validation
      dup.mid,jazz,fits two,test
      nowhere.mid,soul,fits none,test
      drummer1/deep/c.mid,bossa,kept,
      c.mid,waltz,shorter than the one above,test
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"coll.zip", "coll.tar.gz", "coll"})
  void aCatalogInsideTheInputIsFoundByItsPath(String name) {
    SortedMap<String, byte[]> members = members();
    members.put("coll/info.csv", CATALOG.getBytes(StandardCharsets.UTF_8));
    Path input = InputArchives.write(folder.resolve(name), members);

    check(ingest(input, "--catalog", "coll/info.csv").json(), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"coll.zip", "coll"})
  void theInputsOwnCatalogIsUsedWithoutBeingNamed(String name) {
    SortedMap<String, byte[]> members = members();
    members.put("coll/info.csv", CATALOG.getBytes(StandardCharsets.UTF_8));
    members.put("coll/other.csv", "midi_filename,style\n".getBytes(StandardCharsets.UTF_8));
    Path input = InputArchives.write(folder.resolve(name), members);

    PartitaRun own = ingest(input);
    check(own.json(), 1);
    assertThat(own.err()).contains("info.csv").doesNotContain("other.csv");
    assertThat(ingest(input, "--catalog", "coll/info.csv").json().path("run_id"))
        .as("the same run as with the option")
        .isEqualTo(own.json().path("run_id"))
        .isNotNull();
    PartitaRun without = ingest(input, "--no-catalog");
    assertThat(without.json().at("/counts/catalog_rows").isMissingNode()).isTrue();
    assertThat(without.json().path("run_id")).isNotEqualTo(own.json().path("run_id"));
    ingest(input, "--no-catalog", "--catalog", "coll/info.csv")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--no-catalog");
  }

  @Test
  void aCsvThatIsNotUsedIsNamed() {
    SortedMap<String, byte[]> members = members();
    members.put("coll/a.csv", "name,split\n".getBytes(StandardCharsets.UTF_8));
    members.put("coll/b.CSV", new byte[] {0, 1, 2});
    PartitaRun run = ingest(InputArchives.write(folder.resolve("coll.zip"), members));

    assertThat(run.json().at("/counts/catalog_rows").isMissingNode()).isTrue();
    assertThat(run.err()).contains("coll/a.csv").contains("--catalog");
  }

  @Test
  void aCatalogBesideTheInputGivesTheSameRows() throws IOException {
    Path input = InputArchives.write(folder.resolve("coll.zip"), members());
    Path catalog = Files.writeString(folder.resolve("info.csv"), "\uFEFF" + CATALOG);

    check(ingest(input, "--catalog", catalog).json(), 0);
  }

  private void check(JsonNode report, int otherFilesAndCatalogs) {
    JsonNode counts = report.path("counts");
    assertThat(counts.path("catalog_rows").asInt()).isEqualTo(6);
    assertThat(counts.path("catalog_rows_matched").asInt()).isEqualTo(3);
    assertThat(counts.path("catalog_rows_unmatched").asInt()).isEqualTo(1);
    assertThat(counts.path("catalog_rows_ambiguous").asInt()).isEqualTo(2);
    assertThat(counts.path("catalog_rows_bad").asInt()).isZero();
    assertThat(counts.path("members_without_catalog_row").asInt()).isEqualTo(4);
    assertThat(counts.path("contents_in_several_catalog_splits").asInt()).isEqualTo(1);
    assertThat(counts.path("groups_in_several_catalog_splits").asInt()).isEqualTo(1);
    assertThat(counts.path("catalog_files").asInt()).isEqualTo(otherFilesAndCatalogs);
    assertThat(report.at("/members/ok").asInt()).isEqualTo(7);

    List<List<Object>> sources =
        DuckDb.rows(
            "SELECT path, catalog['style'], catalog['notes'], split, midi_md5 FROM "
                + table("midi_sources")
                + " ORDER BY path");
    Map<String, List<Object>> byPath = new TreeMap<>();
    sources.forEach(row -> byPath.put((String) row.get(0), row.subList(1, 4)));
    Map<String, Object> splitOfContent = new TreeMap<>();
    DuckDb.rows("SELECT midi_md5, split FROM " + table("midi_files"))
        .forEach(row -> splitOfContent.put((String) row.get(0), row.get(1)));
    assertThat(byPath.get("coll/drummer1/a.mid"))
        .containsExactly("funk", "two\nlines, \"quoted\"", "test");
    assertThat(byPath.get("coll/drummer1/b.mid")).containsExactly("rock", null, "validation");
    for (List<Object> row : sources) {
      String path = (String) row.get(0);
      if (!path.matches(".*drummer1/[ab].mid") || path.contains("old")) {
        // No row of its own, or one without a split: the content's.
        assertThat(row.get(3)).as(path).isEqualTo(splitOfContent.get(row.get(4))).isNotNull();
      }
    }
    assertThat(byPath.get("coll/drummer1/deep/c.mid").subList(0, 2))
        .containsExactly("bossa", "kept");
    for (String path : List.of("coll/olddrummer1/a.mid", "coll/x/dup.mid", "coll/y/dup.mid")) {
      assertThat(byPath.get(path).subList(0, 2)).as(path).containsExactly(null, null);
    }
    // One content, two members, two splits: each source keeps its own.
    assertThat(contentsOf("coll/drummer1/a.mid")).isEqualTo(contentsOf("coll/drummer1/b.mid"));
    assertThat(splitOfContent.get(contentsOf("coll/drummer1/a.mid"))).isEqualTo("test");
  }

  @Test
  void withoutACatalogNothingIsSaidOfIt() {
    Path input = InputArchives.write(folder.resolve("coll.zip"), members());

    JsonNode counts = ingest(input).json().path("counts");

    assertThat(counts.has("catalog_rows")).isFalse();
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM " + table("midi_sources") + " WHERE catalog IS NOT NULL"))
        .isZero();
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("tracks"))).isZero();
  }

  @Test
  void anotherColumnMayHoldThePaths() throws IOException {
    Path input = InputArchives.write(folder.resolve("coll.zip"), members());
    Path catalog = Files.writeString(folder.resolve("c.csv"), "file,mood\nb.mid,calm\n");

    JsonNode report = ingest(input, "--catalog", catalog, "--catalog-path-column", "file").json();

    assertThat(report.at("/counts/catalog_rows_matched").asInt()).isEqualTo(1);
    assertThat(
            DuckDb.rows(
                "SELECT path, catalog['mood'] FROM "
                    + table("midi_sources")
                    + " WHERE catalog IS NOT NULL"))
        .containsExactly(List.of("coll/drummer1/b.mid", "calm"));
  }

  @Test
  void rowsThatAreNoneAreCounted() throws IOException {
    Path input = InputArchives.write(folder.resolve("coll.zip"), members());
    Path catalog =
        Files.writeString(folder.resolve("c.csv"), "midi_filename,mood\nb.mid,calm,loud\n,sad\n");

    JsonNode counts = ingest(input, "--catalog", catalog).json().path("counts");

    assertThat(counts.path("catalog_rows_bad").asInt()).isEqualTo(2);
    assertThat(counts.path("catalog_rows").asInt()).isZero();
  }

  @Test
  void splitsThatNoCommandKnowsAreKeptAndTold() throws IOException {
    Path input = InputArchives.write(folder.resolve("coll.zip"), members());
    Path catalog =
        Files.writeString(
            folder.resolve("c.csv"),
            "midi_filename,split\nb.mid,dev\nsolo.mid,Train\nnowhere.mid,dev\nc.mid,training\n");

    PartitaRun run = ingest(input, "--catalog", catalog);

    assertThat(run.json().at("/counts/catalog_rows_of_other_splits").asInt()).isEqualTo(3);
    run.warns("split", "train", "validation", "test", "Train", 1, "dev", 2);
    assertThat(
            DuckDb.texts(
                "SELECT DISTINCT split FROM "
                    + table("midi_sources")
                    + " WHERE catalog IS NOT NULL ORDER BY 1"))
        .containsExactly("Train", "dev", "training");
    assertThat(run.json().at("/splits/dev").asInt()).isEqualTo(1);
  }

  @Test
  void aFileOfMoreNotesThanMayBeIsRejectedBeforeTheyAreHeld() {
    SortedMap<String, byte[]> members = members();
    Path input = InputArchives.write(folder.resolve("coll.zip"), members);
    ingest(input).exits(0);
    long most = DuckDb.number("SELECT max(n_notes) FROM " + table("midi_files"));
    List<String> largest =
        DuckDb.texts("SELECT midi_md5 FROM " + table("midi_files") + " WHERE n_notes = " + most);

    JsonNode report = ingest(input, "--max-member-notes", most - 1).json();

    int rejected = report.at("/faults/TOO_MANY_NOTES").asInt();
    assertThat(rejected).isPositive().isLessThan(members.size());
    assertThat(
            DuckDb.rows("SELECT DISTINCT md5, fault, byte_offset > 22 FROM " + table("quarantine")))
        .containsExactlyInAnyOrderElementsOf(
            largest.stream().map(md5 -> List.<Object>of(md5, "TOO_MANY_NOTES", true)).toList());
    for (List<Object> row :
        DuckDb.rows(
            "SELECT path, byte_offset, lower(hex(bytes_around)) FROM " + table("quarantine"))) {
      byte[] file = members.get((String) row.get(0));
      int from = (int) (long) row.get(1) - 16;
      assertThat(row.get(2))
          .isEqualTo(HexFormat.of().formatHex(file, from, Math.min(file.length, from + 32)));
    }
    assertThat(DuckDb.texts("SELECT DISTINCT detail FROM " + table("quarantine")))
        .singleElement()
        .asString()
        .is(naming(most - 1));
    assertThat(DuckDb.number("SELECT max(n_notes) FROM " + table("midi_files"))).isLessThan(most);
    ingest(input, "--max-member-notes", 0)
        .mistake(Mistake.BAD_OPTION)
        .names("--max-member-notes", "1", "20000000", "0");
  }

  @Test
  void aCatalogThatIsNoneIsAMistake() throws IOException {
    Path zip = InputArchives.write(folder.resolve("coll.zip"), members());
    Path csv = Files.writeString(folder.resolve("c.csv"), "name,mood\nb.mid,calm\n");
    Path empty = Files.writeString(folder.resolve("e.csv"), "");

    ingest(zip, "--catalog", "coll/info.csv")
        .mistake(Mistake.NO_SUCH_FILE)
        .names("--catalog", "coll/info.csv");
    ingest(zip, "--catalog", csv)
        .mistake(Mistake.MALFORMED_FILE)
        .names("--catalog", "c.csv", "'midi_filename'");
    ingest(zip, "--catalog", empty).mistake(Mistake.MALFORMED_FILE).names("--catalog", "e.csv");
    assertThat(folder.resolve("lake")).doesNotExist();

    Path tar = InputArchives.write(folder.resolve("coll.tar.gz"), members());
    PartitaRun late = ingest(tar, "--catalog", "coll/info.csv").exits(2);
    late.mistakeAfterProgress(Mistake.NO_SUCH_FILE).names("--catalog", "coll/info.csv");
    assertThat(late.errLines()).endsWith(late.jsonWhateverTheExit().at("/error/message").asText());
    assertThat(folder.resolve("lake/midi_sources")).doesNotExist();
  }

  @Test
  void anotherCatalogInTheInputIsAnotherRun() {
    SortedMap<String, byte[]> members = members();
    members.put("coll/one.csv", "midi_filename\nb.mid\n".getBytes(StandardCharsets.UTF_8));
    members.put("coll/two.csv", "midi_filename\na.mid\n".getBytes(StandardCharsets.UTF_8));
    Path input = InputArchives.write(folder.resolve("coll.tar.gz"), members);

    String one = ingest(input, "--catalog", "one.csv").json().path("run_id").asText();
    Map<String, List<String>> first = SortedTables.without(folder.resolve("lake"), "coll", "");
    String two = ingest(input, "--catalog", "two.csv", "--resume").json().path("run_id").asText();

    assertThat(two).isNotEqualTo(one);
    assertThat(SortedTables.without(folder.resolve("lake"), "coll", "").get("midi_sources"))
        .isNotEqualTo(first.get("midi_sources"));
  }

  private static SortedMap<String, byte[]> members() {
    List<byte[]> songs =
        Sample.get().members().entrySet().stream()
            .filter(member -> member.getKey().matches("lmd_matched/./.*\\.mid"))
            .map(Map.Entry::getValue)
            .filter(bytes -> bytes.length > 2000 && isWhole(bytes))
            .distinct()
            .limit(6)
            .toList();
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("coll/drummer1/a.mid", songs.get(0));
    members.put("coll/drummer1/b.mid", songs.get(0));
    members.put("coll/olddrummer1/a.mid", songs.get(1));
    members.put("coll/x/dup.mid", songs.get(2));
    members.put("coll/y/dup.mid", songs.get(3));
    members.put("coll/drummer1/deep/c.mid", songs.get(4));
    members.put("coll/solo.mid", songs.get(5));
    return members;
  }

  /** Whether the file ends as a track does; the generator's damaged ones do not. */
  private static boolean isWhole(byte[] midi) {
    byte[] end = Arrays.copyOfRange(midi, midi.length - 3, midi.length);
    return midi[0] == 'M' && Arrays.equals(end, new byte[] {(byte) 0xFF, 0x2F, 0});
  }

  private String contentsOf(String path) {
    return DuckDb.texts(
            "SELECT midi_md5 FROM " + table("midi_sources") + " WHERE path = '" + path + "'")
        .get(0);
  }

  private PartitaRun ingest(Path input, Object... more) {
    Object[] args = {
      "ingest-midi",
      "--input",
      input,
      "--lake",
      folder.resolve("lake"),
      "--dataset",
      "coll",
      "--json"
    };
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return PartitaRun.of(all);
  }

  private String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, "coll");
  }
}
