package io.partita.option;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.PartitaRun;
import io.partita.SortedTables;
import io.partita.cli.Partita;
import io.partita.lake.CommandName;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Runs that find another one writing their data set. */
@InTurn
class WaitTest {
  @TempDir private static Path folder;
  private static Path input;
  private static Path lake;
  private static Map<String, List<String>> undisturbed;

  @BeforeAll
  static void ingestOnce() throws IOException {
    Path data = folder.resolve("data");
    SampleData.write(data, new SampleOptions(4, 4, 4, 0), (done, total) -> {});
    input = data.resolve("lmd_matched.tar.gz");
    lake = folder.resolve("lake");
    PartitaRun.of(ingest()).exits(0);
    undisturbed = SortedTables.without(lake, "songs", "seconds");
  }

  @Test
  void anIngestWaitsForTheOneBeforeItAndThenReplacesItsRows() throws Exception {
    try (ChildPartita second = begunWhileAnotherRunWrites()) {
      PartitaRun run = second.end().exits(0);

      assertThat(run.errLines())
          .filteredOn(line -> line.startsWith("Waiting for"))
          .singleElement()
          .asString()
          .is(naming("ingest lmd", "pid", ProcessHandle.current().pid()));
    }
    assertThat(SortedTables.without(lake, "songs", "seconds")).isEqualTo(undisturbed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest-lmd", "stats", "slice-drums"})
  void whoHasWaitedLongEnoughSaysWhatItWaitedForAndEndsWith1(String command) throws IOException {
    Object[] arguments =
        switch (command) {
          case "stats" -> new Object[] {"stats", "--lake", lake, "--dataset", "songs"};
          case "slice-drums" ->
              new Object[] {"slice-drums", "--lake", lake, "--dataset", "songs", "--bars", "2"};
          default -> ingest();
        };
    try (Publication other = write()) {
      PartitaRun run = PartitaRun.of(with(arguments, "--wait", "1s")).exits(1);

      assertThat(run.out()).isEmpty();
      assertEach(
          run.errLines(),
          naming("Waiting", "ingest lmd", "pid"),
          naming("Failed", "ingest lmd", "pid"));
      assertThat(other.stage().getName()).startsWith("other-");
    }
  }

  /** Trainings write their rows when they have ended, and wait by themselves. */
  @Test
  void everyCommandThatWritesADataSetCanWait() {
    Map<String, CommandLine> commands = new TreeMap<>(Partita.program().getSubcommands());
    commands.values().removeIf(one -> one.getCommandSpec().findOption("--wait") == null);
    List<String> trainings = ModelKinds.all().stream().map(ModelKind::trainCommand).toList();
    List<String> makers =
        Arrays.stream(LakeTable.values())
            .flatMap(table -> table.spec().origin().commands().stream())
            .filter(command -> !trainings.contains(command))
            .distinct()
            .toList();

    assertThat(commands).containsKeys("split", "tokenize");
    assertThat(makers)
        .allSatisfy(
            maker ->
                assertThat(PartitaRun.line(CommandName.of(maker) + " --help-all").exits(0).out())
                    .as("help of %s", maker)
                    .contains("--wait=TIME"));
    assertThat(commands).doesNotContainKeys("check", "report", "export", "sql");
  }

  private static ChildPartita begunWhileAnotherRunWrites() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    try (Publication first = write()) {
      ChildPartita second =
          ChildPartita.start(
              logs,
              List.of("spark.master=local[1]", "spark.ui.enabled=false"),
              with(ingest(), "--wait", "1h"));
      second.await(() -> said(logs.resolve("child.err")).contains("Waiting for"));
      assertThat(first.stage().getName()).startsWith("other-");
      return second;
    }
  }

  /** Another run that has the data set until it is closed. */
  private static Publication write() throws IOException {
    return Publication.begin(
        Lake.at(lake.toString(), new Configuration()),
        "songs",
        "other",
        "attempt",
        "ingest-lmd",
        false);
  }

  private static Object[] ingest() {
    return new Object[] {"ingest-lmd", "--input", input, "--lake", lake, "--dataset", "songs"};
  }

  private static Object[] with(Object[] arguments, Object... more) {
    return Stream.of(arguments, more).flatMap(Arrays::stream).toArray();
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
