package io.partita.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.kind.musicvae.MusicVae;
import io.partita.model.TrainableModel;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the options of an update become, and which are mistakes. */
@InTurn
@ExtendWith(SharedFolders.class)
@Tag("spark")
class TrainOptimizerTest {
  private static final NoteSample SAMPLE = NoteSample.get();

  /** A copy: trainings write into the lake. */
  @TempDir private static Path lake;

  @TempDir private Path folder;

  @BeforeAll
  static void copyTheLake() throws IOException {
    SharedFolders.copy(SAMPLE.lake(), lake);
  }

  private PartitaRun train(String model, Object... more) {
    List<Object> words = new ArrayList<>(List.of("train-lstm", "--lake", lake));
    words.addAll(List.of("--dataset", NoteSample.DATASET, "--model", folder.resolve(model)));
    words.addAll(List.of("--set", "units=8", "--set", "sequenceLength=6", "--batch", 16));
    words.addAll(Arrays.asList(more));
    return PartitaRun.of(words.toArray());
  }

  @Test
  void theCardHasTheNumbersThatCameOut() {
    JsonNode plain = train("plain", "--epochs", 1, "--json").json().at("/provenance/options");
    assertThat(plain.path("learning_rate").asDouble()).isEqualTo(1e-3);
    assertThat(plain.path("schedule").asText()).isEqualTo("constant");
    assertThat(plain.path("warm_up").asInt(-1)).isZero();
    assertThat(plain.path("clip_norm").asText()).isEqualTo("none");
    assertThat(plain.path("weight_decay").asDouble(-1)).isZero();
    assertThat(plain.path("accumulate").asInt()).isEqualTo(1);
    assertThat(plain.path("average").asText()).isEqualTo("all");
    assertThat(plain.has("schedule_floor")).isFalse();

    // 13 files of 50 notes and an end: 41 batches of 16, rounds of 21 and 20 batches, 7 updates
    // each.
    Object[] options = {
      "--epochs",
      2,
      "--schedule",
      "cosine",
      "--schedule-floor",
      1e-4,
      "--warm-up",
      5,
      "--clip-norm",
      0.5,
      "--weight-decay",
      0.01,
      "--accumulate",
      3,
      "--json"
    };
    JsonNode card = train("all", options).json();
    JsonNode resolved = card.at("/provenance/options");
    assertThat(card.at("/state/iteration").asInt()).isEqualTo(2 * 14);
    assertThat(resolved.path("schedule_iterations").asInt()).isEqualTo(2 * 14);
    assertThat(resolved.path("schedule_floor").asDouble()).isEqualTo(1e-4);
    assertThat(resolved.path("warm_up").asInt()).isEqualTo(5);
    assertThat(resolved.path("clip_norm").asDouble()).isEqualTo(0.5);
    assertThat(resolved.path("weight_decay").asDouble()).isEqualTo(0.01);
    assertThat(resolved.path("accumulate").asInt()).isEqualTo(3);
    assertThat(card.at("/state/metric/learning_rate").asDouble()).isBetween(1e-4, 1.1e-4);
    assertThat(card.at("/state/metric/updates/gradient_norm").asDouble()).isPositive();
    assertThat(card.at("/state/metric/updates/skipped").asDouble(-1)).isZero();

    train("all", "--epochs", 2, "--resume")
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--schedule", "cosine", "constant")
        .names("--accumulate", 3, 1);
  }

  @Test
  void aModelsOwnOptimizerStandsWhereNothingElseIsAskedFor() {
    MusicVae model = MusicVae.named("cat-drums_2bar_small");
    assertThat(asked(model)).isEqualTo(model.optimizer());
    assertThat(asked(model, "--learning-rate", "1e-6").schedule())
        .as("a rate below the model's floor")
        .isEqualTo(Schedule.decay(1e-6, 1e-6, 0.9999));
    assertThat(asked(model, "--clip-norm", "none", "--weight-decay", "0.1"))
        .isEqualTo(new Optimizer(model.optimizer().schedule(), Double.POSITIVE_INFINITY, 0.1, 1));
    assertThat(asked(model, "--schedule", "STEP", "--schedule-iterations", "50").schedule())
        .isEqualTo(new Schedule(Schedule.Shape.STEP, 1e-3, 0, 0.1, 50, 0));
    assertThatThrownBy(() -> asked(model, "--clip-norm", "much")).hasMessageContaining("much");
  }

  private static Optimizer asked(TrainableModel<?> model, String... options) {
    return CommandLine.populateCommand(new OptimizerOptions(), options).of(model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --warm-up -1                    | bad_option --warm-up 0 -1
          --clip-norm 0                   | bad_option --clip-norm 0 0.0
          --weight-decay 2                | bad_option --weight-decay 0 1 2.0
          --accumulate 0                  | bad_option --accumulate 1 0
          --schedule-factor 1.5           | bad_option --schedule-factor 0 1 1.5
          --schedule-floor 1e-4           | options_exclude --schedule-floor --schedule constant
          --schedule decay --schedule-iterations 9 | options_exclude --schedule-iterations --schedule decay
          --schedule cosine --schedule-floor 1 | bad_option --schedule-floor 1.0 0.001
          --schedule step                 | missing_option --schedule --schedule-iterations
          --schedule cosine --set mode=sequence | missing_option --schedule --schedule-iterations
          """)
  void mistakesAreOneLine(String options, String message) {
    train("mistake", (Object[]) options.split(" ")).mistake(message);
    assertThat(folder.resolve("mistake")).doesNotExist();
  }
}
