package io.partita.lake.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.OddFiles;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SortedTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several inputs, globs, single files, archives that break off, and inputs that are none. */
@Tag("spark")
class InputsTest {
  @TempDir private Path folder;

  @Test
  void anArchiveThatBreaksOffGivesWhatIsBeforeAndOneRowForTheRest() throws IOException {
    SortedMap<String, byte[]> songs = songs("lmd_matched/", 30);
    Path whole = InputArchives.write(folder.resolve("whole.tar.gz"), songs);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut =
        Files.write(folder.resolve("cut.tar.gz"), Arrays.copyOf(bytes, bytes.length * 2 / 3));

    PartitaRun run = ingest("songs", cut).exits(0);

    List<String> kept = DuckDb.texts("SELECT path FROM " + table("midi_files") + " ORDER BY path");
    assertThat(kept)
        .hasSizeBetween(10, 29)
        .isEqualTo(List.copyOf(songs.keySet()).subList(0, kept.size()));
    // The member that was cut, and the archive for all that may have followed.
    String cutMember = at(songs, kept.size());
    List<List<Object>> quarantine =
        DuckDb.rows(
            "SELECT path, source, fault, md5, byte_offset FROM "
                + table("quarantine")
                + " ORDER BY path DESC");
    assertThat(quarantine.stream().map(row -> row.subList(0, 4)))
        .containsExactlyInAnyOrder(
            Arrays.asList(cutMember, "cut.tar.gz", "TRUNCATED_ARCHIVE", null),
            Arrays.asList("cut.tar.gz", "cut.tar.gz", "TRUNCATED_ARCHIVE", null));
    assertThat(quarantine).allMatch(row -> (Long) row.get(4) <= bytes.length * 2 / 3);
    assertThat(run.json().at("/members/rejected").asInt()).isEqualTo(2);
    assertThat(run.json().at("/faults/TRUNCATED_ARCHIVE").asInt()).isEqualTo(2);
  }

  @Test
  void aZipWhoseDirectoryBreaksOffGivesWhatIsBefore() throws IOException {
    SortedMap<String, byte[]> songs = songs("lmd_matched/", 6);
    Path zip = InputArchives.write(folder.resolve("songs.zip"), songs);
    byte[] bytes = Files.readAllBytes(zip);
    int end = bytes.length - 22;
    int directory =
        Byte.toUnsignedInt(bytes[end + 16])
            | Byte.toUnsignedInt(bytes[end + 17]) << 8
            | Byte.toUnsignedInt(bytes[end + 18]) << 16;
    // The fourth entry of the central directory loses its signature.
    int entry = directory;
    for (int i = 0; i < 3; i++) {
      entry += 46 + Byte.toUnsignedInt(bytes[entry + 28]);
    }
    bytes[entry] = 'X';
    Files.write(zip, bytes);

    ingest("songs", zip).exits(0);

    assertThat(DuckDb.texts("SELECT path FROM " + table("midi_files") + " ORDER BY path"))
        .isEqualTo(List.copyOf(songs.keySet()).subList(0, 3));
    assertThat(DuckDb.rows("SELECT source, fault FROM " + table("quarantine")))
        .containsExactly(List.of("songs.zip", "CORRUPT_ARCHIVE"));
  }

  @Test
  void twoInputsOfOneBaseNameAreToldApart() {
    SortedMap<String, byte[]> songs = songs("lmd_matched/", 8);
    Path one = InputArchives.write(folder.resolve("one/songs.tar.gz"), songs.headMap(at(songs, 5)));
    Path other =
        InputArchives.write(folder.resolve("other/songs.tar.gz"), songs.tailMap(at(songs, 3)));

    ingest("songs", one, other).exits(0);

    assertThat(
            DuckDb.rows(
                "SELECT source, count(*) FROM " + table("midi_sources") + " GROUP BY 1 ORDER BY 1"))
        .containsExactly(List.of("one/songs.tar.gz", 5L), List.of("other/songs.tar.gz", 5L));
    assertThat(DuckDb.number("SELECT count(*) FROM " + table("midi_files"))).isEqualTo(8);
  }

  @Test
  void aGlobIsAllThatMatchesIt() {
    SortedMap<String, byte[]> songs = songs("lmd_matched/", 8);
    InputArchives.write(folder.resolve("in/a.tar.gz"), songs.headMap(at(songs, 4)));
    InputArchives.write(folder.resolve("in/b.zip"), songs.tailMap(at(songs, 4)));
    InputArchives.write(folder.resolve("in/c.tar"), songs);

    ingest("songs", folder.resolve("in/{a,b}.*")).exits(0);
    assertThat(DuckDb.texts("SELECT DISTINCT source FROM " + table("midi_sources") + " ORDER BY 1"))
        .containsExactly("a.tar.gz", "b.zip");
    var expected = SortedTables.without(folder.resolve("lake"), "songs", "source|run_id");

    ingest("songs", folder.resolve("in/c.tar")).exits(0);
    assertThat(SortedTables.without(folder.resolve("lake"), "songs", "source|run_id"))
        .isEqualTo(expected);
  }

  @Test
  void aNameWithGlobCharactersIsMeantAsItStands() {
    Path odd = InputArchives.write(folder.resolve("in [1]/50% {x}.zip"), songs("lmd_matched/", 4));

    ingest("songs", odd).exits(0);

    assertThat(DuckDb.texts("SELECT DISTINCT source FROM " + table("midi_sources")))
        .containsExactly("50% {x}.zip");
  }

  @Test
  void singleFilesAndNamesInOtherScriptsAreInputsToo() throws IOException {
    SortedMap<String, byte[]> songs = songs("lmd_matched/", 4);
    SortedMap<String, byte[]> named = new TreeMap<>();
    named.put("Sammlung/Ängström – 東京 #1?.mid", songs.get(songs.firstKey()));
    Path folderInput = InputArchives.write(folder.resolve("Sammlung"), named);
    Path file = Files.write(folder.resolve("single song.MIDI"), songs.get(songs.lastKey()));

    ingest("songs", folderInput, file).exits(0);

    assertThat(
            DuckDb.rows("SELECT source, path FROM " + table("midi_sources") + " ORDER BY source"))
        .containsExactly(
            List.of("Sammlung", "Sammlung/Ängström – 東京 #1?.mid"),
            List.of("single song.MIDI", "single song.MIDI"));
  }

  @Test
  void everyEntryOfAFolderIsARowOrIsCounted() throws IOException {
    byte[] song = songs("lmd_matched/", 1).values().iterator().next();
    Path input = Files.createDirectories(folder.resolve("in:put"));
    Files.write(input.resolve("song"), song);
    OddFiles.make(
        input,
        """
        mkdir -p 'a:b'/$'\\xff'/deep empty/empty
        for name in a:b/c:d.mid :x.mid $'\\xff.mid' a:b/$'\\xff'/deep/z.mid $'new\\nline.mid' \\
            .hidden.mid _x.mid %FF.mid %41.mid ' .mid' 'back\\slash.mid'; do cp song "$name"; done
        mv song notes.txt; cp notes.txt $'\\xfe.txt'; mkfifo fifo.mid; ln -s none dead.mid
        """);

    JsonNode report = ingest("songs", input + "/").json();

    assertThat(
            DuckDb.texts(
                "SELECT path FROM " + table("midi_sources") + " WHERE midi_md5 IS NOT NULL"))
        .containsExactlyInAnyOrder(
            "in:put/a:b/c:d.mid",
            "in:put/:x.mid",
            "in:put/%FF.mid",
            "in:put/a:b/%FF/deep/z.mid",
            "in:put/new%0Aline.mid",
            "in:put/.hidden.mid",
            "in:put/_x.mid",
            "in:put/%25FF.mid",
            "in:put/%41.mid",
            "in:put/ .mid",
            "in:put/back\\slash.mid");
    assertThat(DuckDb.rows("SELECT path, fault FROM " + table("quarantine") + " ORDER BY path"))
        .containsExactly(
            List.of("in:put/dead.mid", "LINK"), List.of("in:put/fifo.mid", "SPECIAL_FILE"));
    assertThat(report.at("/counts/other_files").asInt()).as("the texts").isEqualTo(2);
  }

  @Test
  void theDataSetIsNamedAfterTheFirstInput() {
    Path tar = InputArchives.write(folder.resolve("My Songs (2).tar.gz"), songs("lmd_matched/", 3));

    String dataset =
        PartitaRun.of("ingest-midi", "--input", tar, "--lake", folder.resolve("lake"), "--json")
            .json()
            .path("dataset")
            .asText();

    assertThat(dataset).isEqualTo("My_Songs__2_");
    assertThat(folder.resolve("lake/notes/dataset=My_Songs__2_")).exists();
  }

  @Test
  void inputsThatAreNoneAreMistakesAndLeaveNoLake() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path page = Files.writeString(folder.resolve("page.tar.gz"), "<html>Not found</html>");
    Path zip = InputArchives.write(folder.resolve("songs.zip"), songs("lmd_matched/", 3));

    ingest("x", folder.resolve("none.zip"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names("--input", folder.resolve("none.zip"));
    ingest("x", folder.resolve("*.tgz"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names("--input", folder.resolve("*.tgz"));
    ingest("x", empty).mistake(Mistake.NO_DATA).names("--input", "[" + empty + "]");
    ingest("x", zip, zip).mistake(Mistake.BAD_OPTION).names("--input");
    ingest("x", page).mistake(Mistake.MALFORMED_FILE).names("--input", "file:" + page);
    ingest("x", "").mistake(Mistake.BAD_PATH).names("--input");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void anInputWithoutAnyMidiFileIsAMistakeThatNamesIt() {
    SortedMap<String, byte[]> texts = new TreeMap<>();
    texts.put("texts/a.txt", new byte[] {1});
    texts.put("texts/b.txt", new byte[] {2});
    Path zip = InputArchives.write(folder.resolve("texts.zip"), texts);

    PartitaRun run = ingest("texts", zip).exits(2);
    run.mistakeAfterProgress(Mistake.NO_DATA).names("--input", "[file:" + zip + "]", 2);
    assertThat(run.errLines()).endsWith(run.jsonWhateverTheExit().at("/error/message").asText());
    assertThat(folder.resolve("lake/notes")).doesNotExist();
  }

  private static SortedMap<String, byte[]> songs(String below, int count) {
    SortedMap<String, byte[]> songs = new TreeMap<>();
    for (var member : Sample.get().members().entrySet()) {
      boolean isSong =
          member.getKey().matches("lmd_matched/./.*\\.mid") && member.getValue().length > 2000;
      if (isSong && songs.size() < count && !songs.containsValue(member.getValue())) {
        songs.put(below + member.getKey().substring("lmd_matched/".length()), member.getValue());
      }
    }
    return songs;
  }

  private static String at(SortedMap<String, byte[]> songs, int index) {
    return List.copyOf(songs.keySet()).get(index);
  }

  private PartitaRun ingest(String dataset, Object... inputs) {
    List<Object> args =
        new java.util.ArrayList<>(
            List.of(
                "ingest-midi",
                "--lake",
                folder.resolve("lake"),
                "--dataset",
                dataset,
                "--json",
                "--input"));
    args.addAll(List.of(inputs));
    return PartitaRun.of(args.toArray());
  }

  private String table(String name) {
    return DuckDb.table(folder.resolve("lake"), name, "songs");
  }
}
