package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run tells of itself while it goes on, and what it leaves. */
class RunningCommandTest {
  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void noLakeYet() throws IOException {
    lake = Lake.at(folder.resolve("lake").toString(), new Configuration());
  }

  @Test
  void aRunTellsItsStageAndHowMuchIsDone() throws Exception {
    RunningCommand command = RunningCommand.of(List.of("slice drums", "--lake", "my lake"));
    RunningCommand.begin(lake, "slice-drums", "songs", null);
    RunningCommand.step("Slicing", "files", 30, 120, 12.4);

    JsonNode told = await("Slicing");
    assertThat(told.path("command").asText()).isEqualTo("slice drums --lake 'my lake'");
    assertThat(told.path("dataset").asText()).isEqualTo("songs");
    assertThat(told.path("done").asInt()).isEqualTo(30);
    assertThat(told.path("total").asInt()).isEqualTo(120);
    assertThat(told.path("unit").asText()).isEqualTo("files");
    assertThat(told.path("seconds_left").asDouble()).isEqualTo(12);
    assertThat(told.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(told.path("version").asText()).isEqualTo(Version.current());
    assertThat(told.path("ended_at").isNull()).isTrue();

    RunningCommand.end();
    assertThat(only().path("ended_at").isNull()).as("the program says how it ends").isTrue();
    command.ended(ExitCode.NOT_GOOD_ENOUGH);
    assertThat(only().path("exit_code").asInt()).isEqualTo(ExitCode.NOT_GOOD_ENOUGH);
    assertThat(Instant.parse(only().path("ended_at").asText())).isBeforeOrEqualTo(Instant.now());
  }

  @Test
  void eachRunOfACommandHasAFileAndTheNextOneEndsIt() throws Exception {
    RunningCommand command = RunningCommand.of(List.of("train lstm"));
    RunningCommand.begin(lake, "train-lstm", "songs", "/models/s1");
    RunningCommand.begin(lake, "train-lstm", "songs", "/models/s2");
    command.ended(ExitCode.FAILED);

    assertThat(all().map(RunningCommandTest::read))
        .extracting(told -> told.path("model").asText() + " " + told.path("exit_code").asInt())
        .containsExactlyInAnyOrder("/models/s1 0", "/models/s2 1");
  }

  @Test
  void aRunIsOverThoughItsCommandGoesOn() throws Exception {
    RunningCommand command = RunningCommand.of(List.of("demo"));
    RunningCommand.begin(lake, "ingest-fma", "songs", null);
    RunningCommand.over(ExitCode.OK);

    assertThat(only().path("exit_code").asInt(-1)).isEqualTo(ExitCode.OK);
    assertThat(only().path("ended_at").isNull()).isFalse();
    command.ended(ExitCode.FAILED);
    assertThat(only().path("exit_code").asInt(-1)).isEqualTo(ExitCode.OK);
  }

  @Test
  void aProgramWithoutCommandsTellsTheCommandsId() throws Exception {
    RunningCommand.begin(lake, "train-drum-gpt", "songs", null);
    RunningCommand.end();

    assertThat(only().path("command").asText()).isEqualTo("train drum-gpt");
    assertThat(only().path("ended_at").isNull()).isFalse();
    assertThat(only().path("exit_code").isNull()).isTrue();
  }

  @Test
  void aTrainingTellsItsSettingsAndWhyItFails() throws Exception {
    RunningCommand command = RunningCommand.of(List.of("train lstm"));
    RunningCommand.begin(lake, "train-lstm", "songs", "/models/s1");
    RunningCommand.settings("nats per note", Map.of("batch", 32, "schedule", "cosine"));
    RunningCommand.failed("Cannot read https://me:word@host/a?sign=abc: " + "x".repeat(2_000));
    command.ended(ExitCode.USER_MISTAKE);

    JsonNode told = only();
    assertThat(told.path("loss_unit").asText()).isEqualTo("nats per note");
    assertThat(told.path("options").path("batch").asInt()).isEqualTo(32);
    assertThat(told.path("options").path("schedule").asText()).isEqualTo("cosine");
    assertThat(told.path("message").asText())
        .startsWith("Cannot read https://...@host/a?... xxx")
        .hasSize(1_000);
    assertThat(told.path("stage").asText()).isEqualTo("Starting");
  }

  @Test
  void aFolderThatCannotBeWrittenStopsNoRun() throws Exception {
    Files.createDirectories(folder.resolve("lake"));
    Files.writeString(folder.resolve("lake/_partita"), "a file where the folder is to be");

    assertThatCode(
            () -> {
              RunningCommand command = RunningCommand.of(List.of("tokenize"));
              RunningCommand.begin(lake, "tokenize", "songs", null);
              RunningCommand.stage("Publishing");
              command.ended(ExitCode.OK);
            })
        .doesNotThrowAnyException();
    assertThat(folder.resolve("lake/_partita")).isRegularFile();
  }

  @Test
  void theNewestRunsStayAndOneThatMayBeAlive() throws Exception {
    Path runs = Files.createDirectories(folder.resolve("lake/_partita/_running"));
    for (int i = 0; i < 30; i++) {
      Path old = Files.writeString(runs.resolve("old-" + i + ".json"), "{}");
      Instant written = Instant.now().minus(Duration.ofHours(1 + i));
      Files.setLastModifiedTime(old, FileTime.from(written));
    }
    RunningCommand command = RunningCommand.of(List.of("stats"));
    RunningCommand.begin(lake, "stats", "songs", null);
    command.ended(ExitCode.OK);

    assertThat(all().map(Path::getFileName).map(Path::toString))
        .hasSize(RunningFile.KEPT + 1)
        .contains("old-0.json", "old-19.json")
        .doesNotContain("old-20.json");
  }

  @Test
  void secretsAreLeftOut() {
    assertThat(
            RunningCommand.text(
                List.of(
                    "ingest midi",
                    "https://me:word@host/a.zip?sign=abc",
                    "--s3-secret",
                    "hidden",
                    "--password=hidden",
                    "--tokens",
                    "remi",
                    "what is it?")))
        .isEqualTo(
            "ingest midi 'https://...@host/a.zip?...' --s3-secret ... --password=... --tokens remi"
                + " 'what is it?'");
    assertThat(RunningCommand.text(List.of())).isEmpty();
  }

  private JsonNode await(String stage) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      if (Files.isDirectory(runs()) && all().findAny().isPresent()) {
        JsonNode told = only();
        if (told.path("stage").asText().equals(stage)) {
          return told;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("No stage " + stage + " within 30 s");
  }

  private JsonNode only() throws IOException {
    List<Path> files = all().toList();
    assertThat(files).hasSize(1);
    return read(files.get(0));
  }

  private Path runs() {
    return folder.resolve("lake/_partita/_running");
  }

  private Stream<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(runs())) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
