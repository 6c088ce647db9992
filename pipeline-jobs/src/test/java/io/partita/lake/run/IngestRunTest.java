package io.partita.lake.run;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.lake.table.LakeTable.MSD_TRACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.lake.input.InputPlan;
import io.partita.option.IngestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The frame of an ingest. */
@OwnSpark
@Tag("spark")
class IngestRunTest {
  private static final Map<String, String> NO_SPARK =
      Map.of(
          "spark.master", "no-such-master",
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1");

  @TempDir private Path folder;
  private Path songs;

  @BeforeEach
  void write() throws IOException {
    songs = Files.createDirectory(folder.resolve("songs"));
    Files.writeString(songs.resolve("a.txt"), "a song");
  }

  @Test
  void aRunPublishesWhatItStagedWithItsReport() throws IOException {
    RunHeader header;
    SparkSession spark;
    try (IngestRun run = ingest()) {
      run.options().decisive("--no-bytes", true).other("--metadata", null);
      run.begin(InputPlan.of("--input", List.of(songs.toString()), run.conf()), List.of());
      run.staged(MSD_TRACKS).getFileSystem(run.conf()).mkdirs(run.staged(MSD_TRACKS));
      run.ended("read and parse");
      header = run.publish(List.of(MSD_TRACKS), List.of(), run.header());
      spark = run.spark();
      assertThat(spark.sparkContext().appName()).isEqualTo("partita toy songs");
    }

    assertThat(header.command()).isEqualTo("toy");
    assertThat(header.dataset()).isEqualTo("songs");
    assertThat(header.options())
        .containsOnlyKeys(
            "dataset",
            "max_member_mib",
            "max_ratio",
            "no_bytes",
            "lake",
            "max_rejected",
            "resume",
            "stage_only",
            "input",
            "metadata")
        .containsEntry("input", List.of(songs.toString()))
        .containsEntry("no_bytes", true);
    assertThat(header.stageSeconds()).containsOnlyKeys("check and start", "read and parse");
    assertThat(header.inputs())
        .singleElement()
        .satisfies(
            input -> {
              assertThat(input.name()).isEqualTo("songs");
              assertThat(input.sizeBytes()).isEqualTo(6);
              assertThat(input.fingerprint()).isNotEmpty();
            });
    assertThat(lake().run("songs", MSD_TRACKS).runId()).isEqualTo(header.runId());
    assertThat(spark.sparkContext().isStopped()).isTrue();
  }

  @Test
  void whereSparkDoesNotStartTheLockIsGivenBack() throws IOException {
    NO_SPARK.forEach(System::setProperty);
    try (IngestRun run = ingest()) {
      InputPlan input = InputPlan.of("--input", List.of(songs.toString()), run.conf());
      assertThatThrownBy(() -> run.begin(input, List.of())).hasMessageContaining("no-such-master");
    } finally {
      NO_SPARK.keySet().forEach(System::clearProperty);
    }

    try (Publication next = Publication.begin(lake(), "songs", "next", "next", "toy", false)) {
      assertThat(next.stage().getName()).isEqualTo("next-1");
    }
  }

  @Test
  void optionsAreCheckedBeforeAnythingIsTouched() {
    assertThatMistake(() -> ingest("--max-rejected", "2"))
        .is(Mistake.BAD_OPTION)
        .names("--max-rejected", "0", "1", "2.0");
    assertThatMistake(() -> ingest("--dataset", "a/b")).is(Mistake.BAD_OPTION).names("a/b");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void anOptionIsKeptByItsNameWithoutDashes() {
    RunOptions told = new RunOptions("toy").other("--lake", "lake").decisive("recipe version", 1);

    assertThat(told.decisive()).isEqualTo(Map.of("recipe_version", 1));
    assertThat(told.all().keySet()).containsExactly("recipe_version", "lake");
  }

  private IngestRun ingest(String... more) {
    IngestOptions options = new IngestOptions();
    new CommandLine(options).parseArgs(arguments(more));
    return options.run("toy", List.of(songs.toString()));
  }

  private String[] arguments(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--lake", folder.resolve("lake").toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Lake lake() throws IOException {
    return Lake.at(folder.resolve("lake").toString(), new Configuration());
  }
}
