package io.partita.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.InputArchives;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.lake.file.Json;
import io.partita.lake.split.DrumBeats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A night after a night: the same commands on the same files, and then on others. */
@Tag("spark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnchangedTest {
  private static final int FILES = 5;
  private static final String INGEST = "ingest midi --input {in} --lake {lake}";

  /** In the order of a night; {in}, {lake} and {out} are folders. */
  static final List<String> COMMANDS =
      List.of(
          INGEST + " --split 50/25/25",
          "find duplicates --lake {lake} --dataset beats",
          "split --lake {lake} --dataset beats",
          "tokenize --lake {lake} --dataset beats --tokens remi,tsd",
          "slice drums --lake {lake} --dataset beats --bars 2",
          "slice drums --lake {lake} --dataset beats --bars 4",
          "check --lake {lake} --dataset beats",
          "stats --lake {lake} --dataset beats",
          "report --lake {lake} --out {out}/pages",
          "export --lake {lake} --dataset beats --what notes --out {out}/export");

  @TempDir private static Path folder;

  @BeforeAll
  static void night() throws IOException {
    DrumBeats.write(Files.createDirectory(folder.resolve("beats")), FILES);
    for (String command : COMMANDS) {
      PartitaRun night = run(command);
      assertThat(night.exitCode()).as("%s%s", night.out(), night.err()).isZero();
    }
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  @Order(1)
  void anUnchangedRunWritesNothing(String command) throws IOException {
    Map<String, String> before = files(folder);

    PartitaRun told = run(command).exits(0);
    assertThat(told.outLines()).hasSize(1);
    told.says("unchanged", "--again");
    assertThat(told.err()).isEmpty();
    PartitaRun coded = run(command + " --unchanged-code 99 --json").exits(99);
    assertThat(coded.jsonWhateverTheExit().path("outcome").asText()).isEqualTo("unchanged");

    assertThat(files(folder)).isEqualTo(before);
  }

  @Test
  @Order(2)
  void theReportIsThatOfTheRunThatMadeTheRows() throws IOException {
    JsonNode first = published("ingest-midi");

    JsonNode again = run(COMMANDS.get(0) + " --json").json();

    assertThat(again.path("run_id")).isEqualTo(first.path("run_id"));
    assertThat(again.path("attempt")).isEqualTo(first.path("attempt"));
    assertThat(again.path("counts")).isEqualTo(first.path("counts"));
  }

  @Test
  @Order(3)
  void anExitCodeIsOne() {
    run(COMMANDS.get(7) + " --unchanged-code 256")
        .mistake(Mistake.BAD_OPTION)
        .names("--unchanged-code", "256");
  }

  @Test
  @Order(4)
  void whatIsAskedForAgainRuns() {
    int version = version();

    assertThat(run("stats --lake {lake} --dataset beats --again --unchanged-code 9").exitCode())
        .isZero();

    assertThat(version()).isEqualTo(version + 1);
    run("check --lake {lake} --dataset beats").says("unchanged");
  }

  @InTurn
  @Test
  @Order(5)
  void otherOptionsRunAndLeaveTheRestUnchanged() {
    int version = version();

    run("tokenize --lake {lake} --dataset beats --tokens midi-like").exits(0);
    run("slice performances --lake {lake} --dataset beats --bars 2").exits(0);
    assertThat(version()).isEqualTo(version + 2);
    run("check --lake {lake} --dataset beats --min-rows 1").exits(0).says("0", "checks", "failed");

    for (String command : COMMANDS.subList(0, 6)) {
      run(command).says("unchanged");
    }
    run("stats --lake {lake} --dataset beats").exits(0);
    run("report --lake {lake} --out {out}/pages").exits(0).says("Open");
    run("stats --lake {lake} --dataset beats --where \"path LIKE '%'\"").exits(0);
    assertThat(version()).as("figures of some files are not kept").isEqualTo(version + 3);
  }

  /** Slices that are cut otherwise take the place of all others, which are cut again. */
  @Test
  @Order(6)
  void whatAnotherRunReplacedIsMadeAgain() {
    run("slice drums --lake {lake} --dataset beats --bars 2 --where \"path LIKE '%'\" --replace")
        .exits(0);

    assertThat(run(COMMANDS.get(5)).exitCode()).isNotZero();
    run(COMMANDS.get(5) + " --replace").exits(0).says("slice", "drums");
  }

  @InTurn
  @Test
  @Order(7)
  void aCheckThatFailsFailsAgain() {
    String check = "check --lake {lake} --dataset beats --min-rows 99 --unchanged-code 9";

    run(check).exits(3);
    run(check).exits(3);
  }

  /** Of the data set's own files: what is damaged is made again. */
  @Test
  @Order(8)
  void lostFilesAreMadeAgain() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("lake/_partita/beats/files"))) {
      Predicate<Path> isOfNotes = file -> file.toString().matches(".*/notes/[^/]*[.]parquet");
      Files.delete(files.filter(isOfNotes).findAny().orElseThrow());
    }

    run(COMMANDS.get(0)).exits(0).says("members", "read", FILES);
    run(COMMANDS.get(0)).says("unchanged");
  }

  @Test
  @Order(9)
  void anotherFileIsAnotherInput() throws IOException {
    Path beats = folder.resolve("beats");
    Path one = beats.resolve("beat1.mid");
    byte[] content = Files.readAllBytes(one);

    byte[] changed = content.clone();
    changed[changed.length - 10] ^= 1;
    Files.write(one, changed);
    Files.setLastModifiedTime(one, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    runs(FILES);
    Files.move(one, beats.resolve("renamed.mid"));
    runs(FILES);
    Files.delete(beats.resolve("renamed.mid"));
    runs(FILES - 1);
  }

  private void runs(int members) {
    run(COMMANDS.get(0)).exits(0).says("members", "read", members);
    run(COMMANDS.get(0)).says("unchanged");
  }

  @Test
  @Order(10)
  void moreThanMayBeRejectedIsNotUnchanged() throws IOException {
    Files.write(folder.resolve("beats/broken.mid"), "No music.".getBytes(StandardCharsets.UTF_8));
    run(COMMANDS.get(0)).exits(0);

    run(COMMANDS.get(0)).exits(0).says("unchanged");
    run(COMMANDS.get(0) + " --max-rejected 0 --unchanged-code 9").exits(3);
  }

  /** What is staged is not published: the run stages its own. */
  @Test
  @Order(11)
  void whatIsStagedIsNotTheNewestVersion() throws IOException {
    Files.delete(folder.resolve("beats/broken.mid"));
    String ingest = COMMANDS.get(0) + " --stage-only --unchanged-code 9";
    String first = run(ingest + " --json").exits(0).json().path("attempt").asText();

    assertThat(run(ingest + " --json").exits(0).json().path("attempt").asText())
        .isNotEqualTo(first);
    run("publish --lake {lake} --dataset beats").exits(0);
    run(ingest).exits(9);
  }

  /** An archive whose time alone is another is the same. */
  @Test
  @Order(12)
  void aTouchedArchiveIsTheSame() throws IOException {
    Path zip = folder.resolve("zipped.zip");
    SortedMap<String, byte[]> members = new TreeMap<>();
    members.put("songs/beat0.mid", Files.readAllBytes(folder.resolve("beats/beat0.mid")));
    InputArchives.write(zip, members);
    String ingest = "ingest midi --input {in}/../zipped.zip --lake {lake}";
    run(ingest).exits(0);

    Files.setLastModifiedTime(zip, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    run(ingest).says("unchanged");

    members.put("songs/beat2.mid", Files.readAllBytes(folder.resolve("beats/beat2.mid")));
    InputArchives.write(zip, members);
    run(ingest).exits(0).says("members", "read", 2);
  }

  private static int version() {
    return run("publish --lake {lake} --dataset beats --json").json().path("version").asInt();
  }

  private static JsonNode published(String command) throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("lake/_partita/beats/runs"))) {
      for (Path run : runs.toList()) {
        JsonNode report = Json.MAPPER.readTree(run.toFile());
        if (report.path("command").asText().equals(command)) {
          return report;
        }
      }
    }
    throw new AssertionError(command);
  }

  private static PartitaRun run(String command) {
    List<String> words = new ArrayList<>();
    for (String word : command.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
      words.add(
          word.replace("\"", "")
              .replace("{in}", folder.resolve("beats").toString())
              .replace("{lake}", folder.resolve("lake").toString())
              .replace("{out}", folder.toString()));
    }
    return PartitaRun.of(words.toArray());
  }

  /** Sizes and times of all files and folders. */
  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        files.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }
}
