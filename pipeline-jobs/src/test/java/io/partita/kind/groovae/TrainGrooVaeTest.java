package io.partita.kind.groovae;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A GrooVAE from performances to performances, by the command line. */
class TrainGrooVaeTest extends TrainingFixture {
  private static final DrumSample SAMPLE = DrumSample.get();

  @BeforeAll
  static void sliceTheLake() throws IOException {
    SharedFolders.copy(SAMPLE.lake(), lake);
    PartitaRun.of("slice", "performances", DrumSample.DATASET, "--lake", lake, "--bars", 2)
        .exits(0);
  }

  private PartitaRun train(String model, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "groovae", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve(model)));
    command.addAll(List.of("--config", "groovae_2bar_tiny", "--batch", 8));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  @Test
  void aModelIsTrainedMeasuredAndPlayed() throws Exception {
    train("m", "--iterations", 4).exits(0);
    assertThat(card("m").at("/config/drumMap").asText()).isEqualTo("gm");

    JsonNode figures =
        PartitaRun.line(
                "evaluate --model {} --lake {} --split test --json", folder.resolve("m"), lake)
            .json();
    assertThat(figures.path("offset_mae_ms").asDouble()).isPositive();
    assertThat(figures.path("velocity_mse").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.path("timing_kl").asDouble()).isPositive();
    assertThat(figures.path("groove_distance").asDouble()).isPositive();
    assertThat(figures.at("/by_drum/snare/velocity_kl").isNumber()).isTrue();
    assertThat(figures.at("/intervals/offset_mae_ms")).hasSize(2);
    assertThat(figures.has("elbo_nats")).as("its loss bounds no probability").isFalse();
    assertThat(figures.path("baselines").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(GrooveBaselines.NAMES);
    assertThat(figures.at("/baselines/ridge/velocity_mse").asDouble())
        .isLessThanOrEqualTo(figures.at("/baselines/quantised/velocity_mse").asDouble() * 1.5);
    assertThat(figures.at("/baselines/nearest_slice/timing_kl").isNumber()).isTrue();

    Path out = folder.resolve("out");
    PartitaRun.of("generate", "--model", folder.resolve("m"), "--out", out, "--count", 2).exits(0);
    JsonNode made = JSON.readTree(out.resolve("m-s1-02.json").toFile());
    assertThat(made.path("steps")).hasSize(32);
    assertThat(made.path("velocities")).hasSameSizeAs(made.path("offsets"));
    assertThat(out.resolve("m-s1-02.mid")).isNotEmptyFile();
  }

  @Test
  void aTrainingResumesToTheSameWeights() throws Exception {
    train("whole", "--iterations", 6, "--workers", 0).exits(0);
    train("parts", "--iterations", 3, "--workers", 0).exits(0);
    train("parts", "--iterations", 6, "--workers", 0, "--resume").exits(0);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
  }

  @Test
  void whatIsNoNetworkIsAMistake() {
    train("x", "--set", "tap=maybe").mistake(Mistake.BAD_OPTION).names("tap");
    train("x", "--set", "steps=48").mistake(Mistake.BAD_OPTION).names("steps", 48);
    assertThat(train("x", "--set", "steps=64").exits(2).err())
        .contains("slice performances --dataset " + DrumSample.DATASET + " --bars 4");
  }
}
