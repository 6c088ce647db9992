package io.partita.kind.note;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.model.archive.EventFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training leaves as the model: the best by default, never a lost one. */
@InTurn
class KeptModelTest extends NoteTrainingFixture {
  /** 13 files in split train with 44 windows of 6 notes each. */
  private static final int EXAMPLES = 13 * 44;

  private PartitaRun train(String model, Object... more) {
    return trainOnWindows(model, List.of("--set", "units=8"), more);
  }

  /** An update at a rate that no float feels leaves the weights that it began with. */
  private String beginning(int workers) throws IOException {
    String name = "beginning" + workers;
    updated(name, workers, 1e-60).exits(0);
    return weights(name);
  }

  /** One update of all examples, at a rate that no weight survives. */
  private PartitaRun ruinous(String model, int workers, Object... more) {
    return updated(model, workers, 1e30, more);
  }

  private PartitaRun updated(String model, int workers, double rate, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "--epochs",
                1,
                "--learning-rate",
                rate,
                "--workers",
                workers,
                "--batch",
                EXAMPLES / Math.max(1, workers)));
    options.addAll(List.of(more));
    return train(model, options.toArray());
  }

  @Test
  void oneUpdateAtARuinousRateIsDivergedAndTheModelIsThatOfBefore() throws IOException {
    for (int workers : new int[] {0, 2}) {
      String model = "ruined" + workers;
      PartitaRun run = ruinous(model, workers).exits(3);
      run.says("diverged", 1, 0);
      JsonNode card = card(model);
      assertThat(card.at("/state/outcome").asText()).is(naming("diverged", 1));
      assertThat(card.at("/state/iteration").asInt()).isZero();
      assertThat(card.at("/network/parameters_sha256").asText())
          .as("%d workers", workers)
          .isEqualTo(beginning(workers));
      assertThat(
              PartitaRun.line(
                      "model publish --model {} --out {}",
                      folder.resolve(model),
                      folder.resolve("to"))
                  .exits(3)
                  .err())
          .is(naming(folder.resolve(model), "diverged", 1));
      assertThat(folder.resolve("to/model.json")).doesNotExist();
    }
  }

  @Test
  void theBestIsSaidMarkedAndUsed() throws IOException {
    // At such a rate a network of 8 units soon learns nothing more.
    PartitaRun run =
        train("m", "--epochs", 40, "--batch", 16, "--learning-rate", 0.2, "--patience", 2).exits(0);
    JsonNode card = card("m");
    JsonNode best = card.path("best");
    assertThat(best.path("figure").asText()).isEqualTo("cross_entropy_nats");
    assertThat(card.at("/state/outcome").asText())
        .is(naming("--patience", 2, "cross_entropy_nats"));
    assertThat(best.path("iteration").asInt())
        .isPositive()
        .isLessThan(card.at("/state/iteration").asInt());
    run.says("Best", "cross_entropy_nats");
    assertThat(folder.resolve("m").resolve(best.at("/network/name").asText())).exists();
    assertThat(card.at("/provenance/other_options/keep").asText()).isEqualTo("best");
    assertThat(card.at("/provenance/other_options/patience").asInt()).isEqualTo(2);

    assertThat(PartitaRun.of("model-show", folder.resolve("m")).exits(0).out())
        .containsPattern(
            "(?m)^  best +cross_entropy_nats .*\\bvalidation\\b.*\\b"
                + "%,d\\b".formatted(best.path("iteration").asInt()))
        .containsPattern("(?m)^  last\\b")
        .contains(best.at("/network/sha256").asText());
    JsonNode evaluated =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split validation --json",
                folder.resolve("m"),
                lake)
            .json();
    assertThat(evaluated.path("network_sha256").asText())
        .isEqualTo(best.at("/network/sha256").asText());
    assertThat(evaluated.path("cross_entropy_nats").asDouble())
        .isCloseTo(best.path("value").asDouble(), within(1e-6));
    PartitaRun.of("model-publish", "--model", folder.resolve("m"), "--out", folder.resolve("to"))
        .exits(0);
    assertThat(card("to").path("best")).isEqualTo(best);
    assertThat(Files.exists(folder.resolve("to").resolve(best.at("/network/name").asText())))
        .isTrue();
  }

  @Test
  void anotherFigureChoosesAndTheLastMayBeKept() throws IOException {
    train("m", "--epochs", 2, "--batch", 64, "--select", "top1", "--keep", "last").exits(0);
    JsonNode best = card("m").path("best");
    assertThat(best.path("figure").asText()).isEqualTo("top1");
    assertThat(best.path("network").isNull()).isTrue();
    assertThat(PartitaRun.of("model-show", folder.resolve("m")).exits(0).out())
        .containsPattern("(?m)^  best +top1 ")
        .doesNotContainPattern("(?m)^  last\\b");
  }

  @Test
  void anAverageIsPartOfTheRun() throws IOException {
    Object[] short_ = {"--epochs", 1, "--batch", 64, "--ema", 0.9};
    train("m", short_).exits(0);
    assertThat(card("m").at("/average/name").asText()).startsWith("network-");
    assertThat(card("m").at("/best/network")).isEqualTo(card("m").path("average"));
    assertThat(card("m").at("/provenance/options/ema").asDouble()).isEqualTo(0.9);
    train("m", "--epochs", 2, "--batch", 64, "--resume")
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--ema", 0.9);
  }

  @Test
  void tensorboardReadsWhatItAskedFor() throws IOException {
    train("m", "--epochs", 1, "--batch", 64, "--tensorboard").exits(0);
    Path events = folder.resolve("m").resolve(EventFile.NAME);
    byte[] first = Files.readAllBytes(events);
    assertThat(new String(first, StandardCharsets.ISO_8859_1))
        .contains(
            "brain.Event:2",
            "nats per note",
            "validation_loss",
            "validation/cross_entropy_nats",
            "training/top1");

    train("m", "--epochs", 2, "--batch", 64, "--tensorboard", "--resume").exits(0);

    byte[] second = Files.readAllBytes(events);
    assertThat(second).startsWith(first).hasSizeGreaterThan(first.length);
    PartitaRun.of("model-publish", "--model", folder.resolve("m"), "--out", folder.resolve("to"))
        .exits(0);
    assertThat(folder.resolve("to").resolve(EventFile.NAME)).hasBinaryContent(second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --patience       | 0    | bad_option --patience 1 0
          --validate-every | 0    | bad_option --validate-every 1 0
          --ema            | 1    | bad_option --ema 0 1 1.0
          --select         | elbo | bad_option --select elbo cross_entropy_nats, top1
          """)
  void mistakesAreOneLine(String option, String value, String message) {
    train("mistake", option, value).mistake(message);
    assertThat(folder.resolve("mistake")).doesNotExist();
  }

  @Test
  void patienceNeedsSomethingToValidateOn() {
    train("mistake", "--validation", "none", "--patience", 3)
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--patience", "--select", "--validate-every", "--validation");
    train("mistake", "--keep", "worst").mistake(Mistake.BAD_OPTION).names("--keep", "worst");
  }
}
