package io.partita.command.compare;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.note.NoteLstm;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings side by side, of archives whose figures are known. */
@Tag("spark")
class CompareTest {
  private static final NoteLstm NOTES =
      new NoteLstm(4, 3, 1, 4, 4, 0, NoteLstm.Mode.WINDOW, NoteLstm.Recurrent.OWN, 50);

  private static final String NATS = "cross_entropy_nats";

  @TempDir private Path folder; /*X*/

  private PartitaRun compare(Object... arguments) {
    List<Object> command = new ArrayList<>(List.of("model-compare"));
    for (Object argument : arguments) {
      command.add(
          String.valueOf(argument).startsWith("--") ? argument : folder.resolve("" + argument));
    }
    return PartitaRun.of(command.toArray());
  }

  /** A finished training that was validated after 10 and 20 iterations, and best by the lower. */
  private void write(String model, int seed, int units, double atTen, double atTwenty)
      throws IOException {
    write(model, "cello", Map.of("seed", seed, "units", units), List.of(atTen, atTwenty), true);
  }

  private void write(
      String model,
      String dataset,
      Map<String, Object> options,
      List<Double> validations,
      boolean isBestNamed)
      throws IOException {
    Path path = folder.resolve(model);
    ModelCard card = UntrainedModel.write(NOTES, dataset, options, path);
    List<Metric> metrics = new ArrayList<>();
    ModelCard.Best best = null;
    for (int i = 0; i < validations.size(); i++) {
      double nats = validations.get(i);
      long iteration = 10L * (i + 1);
      metrics.add(
          Metric.at(i + 1.0, iteration, iteration)
              .loss(1)
              .validationLoss(nats)
              .learningRate(0.001)
              .examplesPerS(1)
              .seconds(i)
              .training(Map.of(NATS, nats - 1))
              .validation(Map.of(NATS, nats, "top1", 0.5))
              .build());
      if (best == null || nats < best.value()) {
        best = new ModelCard.Best(iteration, i + 1.0, NATS, nats, null);
      }
    }
    ModelCard.State done =
        new ModelCard.State(
            validations.size(),
            0,
            null,
            10L * validations.size(),
            10L * validations.size(),
            1,
            3.0,
            ModelCard.State.DONE,
            metrics.isEmpty() ? null : metrics.get(metrics.size() - 1));
    ModelFolder archive = ModelFolder.at(path.toString(), new Configuration());
    archive.write(metrics);
    archive.save(card.at(done, card.network(), null, isBestNamed ? best : null));
  }

  private void writeSeeds() throws IOException {
    write("small/seed-1", 1, 4, 2.0, 2.5);
    write("small/seed-2", 2, 4, 2.3, 2.2);
    write("small/seed-10", 10, 4, 2.4, 2.6);
    write("large", 1, 8, 2.1, 1.5);
  }

  @Test
  void seedsAreAGroupWithItsMeanAndDeviation() throws IOException {
    writeSeeds();

    PartitaRun run = compare("small", "large").exits(0);

    assertThat(run.err()).isEmpty();
    String small = folder.resolve("small").toString();
    String large = folder.resolve("large").toString();
    String pad = " ".repeat(small.length() - large.length());
    assertThat(run.outLines().get(0))
        .is(naming("first-track", "cello", "a-dataset-run", 0, "validation"));
    assertThat(run.outLines().stream().skip(1))
        .containsExactly(
            "",
            "group" + " ".repeat(small.length() - 3) + "models  seeds   best iteration  differs in",
            small + "  3       1 2 10  13 ± 6          --units 4",
            large + pad + "  1       1       20              --units 8",
            "",
            "figure              group"
                + " ".repeat(small.length() - 3)
                + "validation       training",
            "cross_entropy_nats  " + small + "  2.2000 ± 0.2000  1.2000 ± 0.2000",
            "                    " + large + pad + "  1.5000           0.5000",
            "top1                " + small + "  0.5000 ± 0.0000  -",
            "                    " + large + pad + "  0.5000           -");
  }

  @Test
  void aProgramGetsThemAsJson() throws IOException {
    writeSeeds();

    JsonNode json = compare("small", "large", "--json").json();

    assertThat(json.path("model_kind").asText()).isEqualTo("note-lstm");
    JsonNode table = json.at("/tables/0");
    assertThat(table.path("dataset").asText()).isEqualTo("cello");
    JsonNode small = table.at("/groups/0");
    assertThat(small.at("/validation/" + NATS + "/mean").asDouble()).isCloseTo(2.2, within(1e-9));
    assertThat(small.at("/validation/" + NATS + "/deviation").asDouble())
        .isCloseTo(0.2, within(1e-9));
    assertThat(small.at("/told/units").asText()).isEqualTo("4");
    assertThat(small.path("told").has("seed")).isFalse();
    assertThat(small.path("models")).hasSize(3);
    assertThat(small.at("/models/2/seed").asText()).isEqualTo("10");
    assertThat(small.at("/models/1/iteration").asInt()).isEqualTo(20);
    assertThat(table.at("/groups/1/best_iteration/deviation").isNull()).isTrue();
  }

  @Test
  void otherDataIsATableOfItsOwnAndNoPicture() throws IOException {
    write("one", 1, 4, 2.0, 1.9);
    write("other", "suites", Map.of("seed", 2, "units", 4), List.of(1.0), true);

    PartitaRun run = compare("one", "other").exits(0);

    assertThat(run.errLines()).as("a remark").hasSize(1);
    run.says("cello").says("suites");
    assertThat(run.out()).doesNotContain("±");
    compare("one", "other", "--out", "c.png").mistake(Mistake.NOT_COMPARABLE).names("--out", "2");
    assertThat(folder.resolve("c.png")).doesNotExist();
  }

  @Test
  void foldsOfACrossValidationAreOtherData() throws IOException {
    write("one", "cello", Map.of("seed", 1, "fold", "1/5"), List.of(2.0), true);
    write("two", "cello", Map.of("seed", 1, "fold", "2/5"), List.of(1.0), true);

    compare("one", "two").exits(0).says("validation", "1/5").says("validation", "2/5");
  }

  @Test
  void aCardThatNamesNoBestHasTheBestOfItsMetrics() throws IOException {
    write("old", "cello", Map.of("seed", 1), List.of(3.0, 2.0, Double.NaN, 2.5), false);

    JsonNode model = compare("old", "--json").json().at("/tables/0/groups/0/models/0");

    assertThat(model.path("iteration").asInt()).isEqualTo(20);
    assertThat(model.at("/validation/" + NATS).asDouble()).isEqualTo(2.0);
  }

  @Test
  void whatIsUnfinishedOrWasNeverValidatedIsTold() throws IOException {
    UntrainedModel.write(NOTES, folder.resolve("new"));

    PartitaRun run = compare("new").exits(0);

    assertEach(
        run.errLines(),
        naming(folder.resolve("new"), "training"),
        naming(folder.resolve("new"), "validation"));
    assertThat(run.out()).containsPattern("new +1 +- +-\\R");
    compare("new", "--out", "c.png").mistake(Mistake.NO_DATA).names("--out");
  }

  @Test
  void allCurvesAreOnePictureWrittenWhole() throws IOException {
    writeSeeds();

    compare("small", "large", "--out", "made/c.png").exits(0);
    compare("small", "large", "--out", "made/c.SVG").exits(0);

    assertThat(ImageIO.read(folder.resolve("made/c.png").toFile())).isNotNull();
    assertThat(folder.resolve("made/c.SVG")).content().contains("<svg");
    try (Stream<Path> files = Files.list(folder.resolve("made"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("c.png", "c.SVG");
    }
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    writeSeeds();
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("drums"));
    Files.createDirectory(folder.resolve("empty"));

    compare("large", "drums")
        .mistake(Mistake.NOT_COMPARABLE)
        .names(folder.resolve("large"), "note-lstm", folder.resolve("drums"), "musicvae");
    compare("small", "small/seed-2")
        .mistake(Mistake.BAD_OPTION)
        .names(folder.resolve("small/seed-2"));
    for (String none : List.of("empty", "none")) {
      compare("large", none)
          .mistake(Mistake.NO_SUCH_MODEL)
          .names(folder.resolve(none), "model.json");
    }
    compare("large", "--out", "c.pdf")
        .mistake(Mistake.UNSUPPORTED_FILE)
        .names("--out", folder.resolve("c.pdf"));
    assertThat(
            PartitaRun.of(
                    "model-compare",
                    folder.resolve("large"),
                    "--out",
                    folder.resolve("large/curves.png"))
                .exits(0)
                .out())
        .as("no part of the model is there yet")
        .isNotEmpty();
    compare("large", "--out", "large/curves.png")
        .mistake(Mistake.SAME_FILE)
        .names("curves.png", folder.resolve("large"));
  }
}
