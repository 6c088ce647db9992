package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import io.partita.UntrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A drum GPT from slices to loops, by the command line. */
@InTurn
class TrainDrumGptTest extends TrainingFixture {
  private static final DrumSample SAMPLE = DrumSample.get();

  @BeforeAll
  static void copyTheLake() throws IOException {
    SharedFolders.copy(SAMPLE.lake(), lake);
  }

  private PartitaRun train(String model, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "drum-gpt", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve(model)));
    command.addAll(List.of("--set", "size=12", "--set", "layers=1", "--batch", 8));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  @Test
  void aModelIsTrainedMeasuredAndPlayed() throws Exception {
    train("m", "--iterations", 4, "--augment", "all").exits(0);
    assertThat(card("m").at("/provenance/options/augment").asText())
        .isEqualTo("hat-ride,toms,instrument,hits");

    JsonNode figures =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split test --json",
                folder.resolve("m"),
                lake)
            .json();
    double nats = figures.path("nats_per_slice").asDouble();
    assertThat(nats).isBetween(1.0, 32 * Math.log(512) + 20);
    assertThat(figures.path("bits_per_step").asDouble())
        .isCloseTo(nats / 32 / Math.log(2), within(1e-9));
    assertThat(figures.path("accuracy_teacher_forced").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.path("history_nats").isNumber()).isTrue();
    assertThat(figures.at("/intervals/nats_per_slice").isMissingNode()).isFalse();
    assertThat(figures.at("/baselines/bar_trigram/nats").asDouble()).isPositive();

    Path out = folder.resolve("out");
    PartitaRun.of("generate", "--model", folder.resolve("m"), "--out", out, "--count", 3).exits(0);
    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("m-s1.png", "m-s1-01.mid", "m-s1-02.wav", "m-s1-03.json");
    }
    JsonNode loop = JSON.readTree(out.resolve("m-s1-01.json").toFile());
    assertThat(loop.path("steps")).hasSize(32);
  }

  @Test
  void eachOfTwoModelsIsHeldAgainstItsOwnTrainingFiles() throws Exception {
    String slices = DuckDb.table(lake, "drum_slices") + " WHERE bars = 2 AND ";
    String train = slices + "split = 'train'";
    String path = DuckDb.texts("SELECT min(path) FROM " + train).get(0);
    String where = "path = '" + path + "'";
    SliceGpt model = new SliceGpt(32, 12, 1, 2, 0, "gm", "drums");
    Path all = folder.resolve("all");
    Path one = folder.resolve("one");
    UntrainedModel.write(model, DrumSample.DATASET, Map.of(), all);
    UntrainedModel.write(model, DrumSample.DATASET, Map.of("where", where), one);

    JsonNode figures =
        PartitaRun.line(
                "model evaluate --model {} --against {} --lake {} --split validation --json",
                all,
                one,
                lake)
            .json();

    long held = figures.path("examples").asLong();
    assertThat(held)
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + slices + "split = 'validation'"));
    assertThat(figures.at("/training/examples").asLong())
        .isEqualTo(Math.min(held, DuckDb.number("SELECT count(*) FROM " + train)));
    assertThat(figures.at("/against/training/examples").asLong())
        .as("slices of the only file that the other model was trained on")
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + train + " AND " + where))
        .isLessThan(held);
  }

  @Test
  void aTrainingResumesToTheSameWeights() throws Exception {
    train("whole", "--iterations", 6, "--schedule", "constant", "--workers", 0).exits(0);
    train("parts", "--iterations", 3, "--schedule", "constant", "--workers", 0).exits(0);
    train("parts", "--iterations", 6, "--schedule", "constant", "--workers", 0, "--resume")
        .exits(0);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void aShapeThatIsNoNetworkIsAMistake() {
    train("x", "--set", "heads=5").mistake(Mistake.BAD_OPTION).names("heads", 5);
    train("x", "--set", "bars=3").mistake(Mistake.BAD_OPTION).names("steps", 48);
    train("x", "--augment", "swing").mistake(Mistake.BAD_OPTION).names("--augment", "swing");
  }
}
