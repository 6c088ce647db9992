package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.download.PublishedDataset;
import io.partita.terminal.DidYouMean;
import io.partita.token.TokenSchemes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Help, mistakes and exit codes: what every command has in common. */
@Tag("spark")
class CommandLineTest {
  @TempDir private Path folder;

  static Stream<String> commands() {
    return Commands.names().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    PartitaRun help = PartitaRun.of((Object[]) (command + " --help").split(" ")).exits(0);

    assertThat(help.out())
        .startsWith("Usage: partita")
        .containsPattern("Examples?:\n(  .*\n)*  partita " + command);
    assertThat(help.err()).isEmpty();
    assertThat(help.outLines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionSaysWhatItDoes(String command) {
    assertThat(Partita.program().getSubcommands().get(command).getCommandSpec().options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }

  @Test
  void withoutACommandItSaysWhereToBegin() {
    assertThat(PartitaRun.of().exits(0).outLines())
        .anyMatch(line -> line.startsWith("  partita demo "))
        .hasSizeLessThan(15);
  }

  @Test
  void helpListsEveryCommandOnceBelowItsHeading() {
    String help = PartitaRun.of("--help").exits(0).out();

    Commands.groups()
        .forEach(
            (title, names) -> {
              String below = help.substring(help.indexOf(title + ":")).split("\n\n", 2)[0];
              assertThat(below.replaceAll("[|\\[\\]]", " "))
                  .contains(names.stream().flatMap(name -> Stream.of(name.split(" "))).toList());
            });
  }

  @Test
  void aWordThatManyCommandsBeginWithListsThem() {
    String listed = PartitaRun.of("train").exits(0).out();

    assertThat(PartitaRun.of("train", "--help").exits(0).out()).isEqualTo(listed);
    assertThat(listed).contains(Commands.beginningWith("train"));
    assertThat(listed.lines()).hasSizeLessThan(Commands.beginningWith("train").size() + 6);
  }

  /** Such a word is not a file of options: its lines would show in the complaint. */
  @Test
  void aWordThatBeginsWithAnAtSignIsThatWord() throws Exception {
    Path options = Files.writeString(folder.resolve("opts.txt"), "--notes secret-line");
    for (String command : List.of("inspect", "stats", "generate", "train-lm", "sql")) {
      PartitaRun run = PartitaRun.of(command, "@" + options).exits(2);
      assertThat(run.err() + run.out()).as(command).doesNotContain("secret-line");
    }
    PartitaRun bare = PartitaRun.of("@" + options).exits(2);
    assertThat(bare.err()).contains("@" + options).doesNotContain("secret-line");
    assertThat(PartitaRun.of("inspect", "@@none").exits(2).err()).contains("@@none");

    Path midi = folder.resolve("@opts.txt");
    Files.write(midi, new byte[] {1, 2, 3});
    assertThat(PartitaRun.of("inspect", midi).exits(0).out()).contains("@opts.txt", "NOT_MIDI");
  }

  /** A command line made elsewhere in the program would read such files again. */
  @Test
  void noCommandLineReadsFilesOfOptions() throws Exception {
    Path sources = Path.of(System.getProperty("partita.home"), "pipeline-jobs/src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        boolean parses = text.contains("new CommandLine(") && !file.endsWith("TrainCommands.java");
        assertThat(!parses || text.contains("setExpandAtFiles(false)"))
            .as(file.toString())
            .isTrue();
      }
    }
    assertThat(Partita.program().isExpandAtFiles()).isFalse();
  }

  @Test
  void helpOfACommandIsItsHelp() {
    assertThat(PartitaRun.of("help", "sql").exits(0).out())
        .isEqualTo(PartitaRun.of("sql", "--help").exits(0).out());
  }

  @Test
  void theHelpListsEveryCommandAndTheExitCodes() {
    String help = PartitaRun.of("--help").exits(0).out();

    assertThat(help).containsPattern("(?is)exit codes?\\b.* 0 .* 1 .* 2 .* 3 ");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(PartitaRun.of("--version").exits(0).out())
        .matches("partita \\d+\\.\\d+\\.\\d+\\S*\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingest-ldm | bad_option ingest-ldm lmd",
        "help ingest-ldm | bad_option ingest-ldm lmd",
        "ingest ldm | bad_option ldm lmd",
        "train lstn --lake x | bad_option lstn lstm",
        "dance | bad_option dance partita --help",
        "cluster strat | bad_option strat start",
        "ingest-lmd --lak x --input y | bad_option partita ingest lmd --lak --lake",
        "stats --lake=x --datset=y | bad_option partita stats --datset --dataset",
        "sql --lake x --rows 3 q | bad_option partita sql --rows partita sql --help",
        "inspect modle models/bach | bad_option models/bach partita inspect --help",
        "convert a.mid b.wav c.wav | bad_option c.wav partita convert --help",
        "sql --lake x --format tabel q | bad_option --format table csv jsonl tabel table",
        "inspect --tokens octuple x | bad_option --tokens SCHEMES octuple",
        "tables --lake x midi-files | no_such_table midi-files midi_files",
        "download lmd-mached --out x | bad_option lmd-mached DOWNLOADS lmd-matched",
        "tables --json | missing_option --lake=DIR partita tables --help",
        "ingest-lmd --lake x | missing_option --input=PATH partita ingest lmd --help",
      })
  void whatCannotBeParsedIsAMistakeInOneLine(String line, String message) {
    PartitaRun.of((Object[]) line.split(" ")).mistake(said(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--dataset=../x | bad_option ../x",
        "--dataset=_x | bad_option _x",
        "--dataset= | bad_option",
        "--max-rejected=1.5 | bad_option --max-rejected 0 1 1.5",
        "--max-rejected=-0.1 | bad_option --max-rejected 0 1 -0.1",
        "--max-rejected=NaN | bad_option --max-rejected 0 1 NaN",
        "--max-member-mib=0 | bad_option --max-member-mib 1 1024 0",
        "--max-member-mib=2000 | bad_option --max-member-mib 1 1024 2000",
        "--max-ratio=0 | bad_option --max-ratio 1 0",
        "--tokens=octuple | bad_option --tokens SCHEMES octuple",
        "--split=90/10 | bad_option --split 90/10 90/10 2",
        "--split=90/5/6 | bad_option --split 90/5/6 90/5/6 101",
        "--split=a/b/c | bad_option --split a/b/c a/b/c a",
      })
  void optionsOutOfRangeAreMistakesAndLeaveNoLake(String option, String message) {
    Path lake = folder.resolve("lake");

    for (String command : List.of("ingest-lmd", "ingest-midi")) {
      PartitaRun.of(command, "--input", Sample.get().archive(), "--lake", lake, option)
          .mistake(said(message));
    }
    assertThat(lake).doesNotExist();
  }

  /** A message with what the registries hold in the place of their names. */
  private static String said(String message) {
    List<String> downloads = PublishedDataset.all().stream().map(PublishedDataset::name).toList();
    return message
        .replace("DOWNLOADS", String.join(", ", downloads))
        .replace("SCHEMES", DidYouMean.listed(TokenSchemes.labels(), "or"));
  }

  @ParameterizedTest
  @CsvSource({
    "--max-rejected, much, not a number",
    "--max-member-mib, 1.5, not a number",
    "--max-ratio, all, not a number",
    "--wait, 30, no unit",
    "--wait, 1d, no such unit",
    "--wait, -5m, not a time",
    "--wait, 169h, too long"
  })
  void numbersThatAreNoneAreMistakes(String option, String value, String ignored) {
    PartitaRun.of("ingest-lmd", "--input", "x", "--lake", "y", option, value)
        .mistake(Mistake.BAD_OPTION)
        .names("option '" + option + "'", "'" + value + "'", "'partita ingest lmd --help'");
  }

  @Test
  void tablesTakesATableInUpperOrLowerCase() {
    Path lake = Sample.get().lake();

    assertThat(PartitaRun.of("tables", "--lake", lake, "NOTES").exits(0).out())
        .isEqualTo(PartitaRun.of("tables", "--lake", lake, "notes").exits(0).out())
        .startsWith("midi_md5 ");
  }

  @ParameterizedTest
  @CsvSource({
    "tables --json, missing_option",
    "tables --lak x --json, bad_option",
    "stats --dataset d --json --lake /none, no_such_lake"
  })
  void aMistakeOfWhoAskedForJsonIsAnObjectWithItsCode(String line, String code) {
    PartitaRun run = PartitaRun.of((Object[]) line.split(" ", -1));

    JsonNode error = run.jsonWhateverTheExit().path("error");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).isEqualTo(run.mistake());
  }

  @Test
  void aFailureOfTheEnvironmentIsAnObjectOfItsKind() {
    PartitaRun run =
        PartitaRun.of("tables", "--lake", "hdfs://127.0.0.1:1/lake", "--json").exits(1);

    JsonNode error = run.jsonWhateverTheExit().path("error");
    assertThat(error.path("kind").asText()).isEqualTo("environment");
    assertThat(error.path("message").asText()).isEqualTo(run.errLines().get(0));
    assertThat(error.path("exit").asInt()).isEqualTo(1);
  }

  @Test
  void commandsThatReadALakeNeedOne() {
    Path lake = folder.resolve("lake");
    List<List<Object>> lines =
        List.of(List.of("tables", "--lake", lake), List.of("sql", "--lake", lake, "SELECT 1"));

    for (List<Object> line : lines) {
      PartitaRun.of(line.toArray()).mistake(Mistake.NO_SUCH_LAKE).names(lake);
    }
    assertThat(lake).doesNotExist();
  }

  @InTurn
  @Test
  void sampleDataIsWrittenAsAskedFor() {
    Path out = folder.resolve("sample");

    var written =
        PartitaRun.line(
                "sample --tracks 3 --seed 5 --summary-rows 9 --msd-track-files 7"
                    + " --clips 1 --out {} --json",
                out)
            .json();

    assertThat(written.path("tracks").asInt()).isEqualTo(3);
    assertThat(written.path("summary_rows").asInt()).isEqualTo(9);
    assertThat(written.path("msd_track_files").asInt()).isEqualTo(3);
    assertThat(out.resolve("lmd_matched.tar.gz")).hasSize(written.path("archive_bytes").asLong());
    assertThat(written.path("clips").asInt()).isEqualTo(5);
    assertThat(written.path("damaged_clips").asInt()).isEqualTo(3);
    assertThat(out.resolve("fma_small.zip")).isNotEmptyFile();
    assertThat(out.resolve("fma_metadata.zip")).isNotEmptyFile();
    PartitaRun.of("sample", "--tracks", 0, "--out", out)
        .mistake(Mistake.BAD_OPTION)
        .names("tracks", "1");
    PartitaRun.of("sample", "--clips", -1, "--out", out)
        .mistake(Mistake.BAD_OPTION)
        .names("clips", "0", "10,000", "-1");
  }

  @Tag("e2e")
  @Test
  void theDemoIngestsWhatItGenerates() {
    Path out = folder.resolve("demo");

    PartitaRun demo = PartitaRun.of("demo", "--tracks", 5, "--clips", 1, "--out", out).exits(0);

    assertThat(demo.out())
        .contains("partita report --lake " + out.resolve("lake"))
        .contains("fma_small ");
    assertThat(demo.errLines().stream().filter(line -> line.startsWith("Listen")).toList())
        .as("a sound before anything is ingested")
        .hasSize(2)
        .allMatch(line -> demo.err().indexOf(line) < demo.err().indexOf("ingest lmd"));
    PartitaRun.of("demo", "--tracks", 0, "--out", out)
        .mistake(Mistake.BAD_OPTION)
        .names("--tracks", "1", "0");
    List<String> tables = new ArrayList<>();
    PartitaRun.of("tables", "--lake", out.resolve("lake"), "--json")
        .json()
        .path("tables")
        .forEach(
            line ->
                tables.add(line.path("table").asText() + " of " + line.path("dataset").asText()));
    assertThat(tables).contains("notes of lmd_matched", "msd_tracks of msd", "mel of fma_small");
    assertThat(Arrays.asList(out.toFile().list()))
        .containsExactlyInAnyOrder("data", "lake", "clip.png", "song.mid", "song.wav", "loop");
    assertThat(Arrays.asList(out.resolve("loop").toFile().list()))
        .containsExactlyInAnyOrder(
            "loops-s17-01.mid", "loops-s17-01.wav", "loops-s17-01.png", "loops-s17-01.json");
    assertThat(demo.out())
        .contains(out.resolve("clip.png").toString())
        .contains("Listen: " + out.resolve("loop/loops-s17-01.wav") + "    # a drum loop");
  }
}
