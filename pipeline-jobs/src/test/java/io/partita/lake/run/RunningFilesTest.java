package io.partita.lake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands leave in {@code _partita/_running}, where the studio looks. */
@Tag("spark")
class RunningFilesTest {
  @TempDir private Path folder;

  @Test
  void anIngestTellsWhatWasTypedItsLastStageAndItsExitCode() throws Exception {
    Path lake = folder.resolve("lake");
    PartitaRun.line(
            "ingest midi {} --lake {} --dataset songs --max-rejected 0",
            Sample.get().archive(),
            lake)
        .exits(ExitCode.NOT_GOOD_ENOUGH);

    List<JsonNode> told = told(lake);
    assertThat(told).hasSize(1);
    JsonNode run = told.get(0);
    assertThat(run.path("command").asText())
        .isEqualTo(
            "ingest midi %s --lake %s --dataset songs --max-rejected 0"
                .formatted(Sample.get().archive(), lake));
    assertThat(run.path("dataset").asText()).isEqualTo("songs");
    assertThat(run.path("stage").asText()).isEqualTo("Publishing");
    assertThat(run.path("exit_code").asInt()).isEqualTo(ExitCode.NOT_GOOD_ENOUGH);
    assertThat(run.path("ended_at").isTextual()).isTrue();
    PartitaRun.line("sql --lake {} {}", lake, "SELECT count(*) FROM midi_files").exits(0);
  }

  @InTurn
  @Test
  void eachSeedOfATrainingTellsItsModelAndHowManyEpochsAreOver() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(NoteSample.get().lake(), lake);
    Set<String> before = new HashSet<>(ids(lake));
    Path models = folder.resolve("models");
    PartitaRun.line(
            "train lstm --lake {} --dataset {} --model {} --set sequenceLength=6 --set units=4"
                + " --batch 16 --epochs 2 --workers 0 --seeds 1..2",
            lake,
            NoteSample.DATASET,
            models)
        .exits(ExitCode.OK);

    List<JsonNode> told =
        told(lake).stream().filter(run -> !before.contains(run.path("id").asText())).toList();
    assertThat(told)
        .hasSize(2)
        .allSatisfy(
            run -> {
              Path model = Path.of(run.path("model").asText());
              List<String> metrics = Files.readAllLines(model.resolve("metrics.jsonl"));
              JsonNode last = new ObjectMapper().readTree(metrics.get(metrics.size() - 1));
              assertThat(run.path("stage").asText()).isEqualTo("Training");
              assertThat(run.path("unit").asText()).isEqualTo("epochs");
              assertThat(run.path("done").asDouble())
                  .isEqualTo(2)
                  .isEqualTo(last.path("epoch").asDouble())
                  .isEqualTo(run.path("total").asDouble());
              assertThat(run.path("exit_code").asInt()).isZero();
            });
    assertThat(told)
        .extracting(run -> Path.of(run.path("model").asText()).getParent())
        .containsOnly(models);
  }

  @InTurn
  @Test
  void whatReadsALakeForLongTellsOfItselfToo() throws Exception {
    Path lake = folder.resolve("lake");
    SharedFolders.copy(Sample.get().lake(), lake);
    Set<String> before = new HashSet<>(ids(lake));
    PartitaRun.line("check --lake {} --dataset lmd_matched", lake).exits(ExitCode.OK);
    PartitaRun.line(
            "export --lake {} --dataset lmd_matched --what notes --out {}",
            lake,
            folder.resolve("notes"))
        .exits(ExitCode.OK);

    List<JsonNode> told =
        told(lake).stream().filter(run -> !before.contains(run.path("id").asText())).toList();
    assertThat(told)
        .extracting(
            run -> run.path("command").asText().split(" ", 2)[0],
            run -> run.path("dataset").asText(),
            run -> run.path("exit_code").asInt(-1))
        .containsExactlyInAnyOrder(
            tuple("check", "lmd_matched", 0), tuple("export", "lmd_matched", 0));
  }

  private static List<JsonNode> told(Path lake) throws IOException {
    return ids(lake).stream()
        .map(
            id -> {
              try {
                return new ObjectMapper().readTree(running(lake).resolve(id + ".json").toFile());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static List<String> ids(Path lake) throws IOException {
    try (Stream<Path> files = Files.list(running(lake))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  private static Path running(Path lake) {
    return lake.resolve("_partita/_running");
  }
}
