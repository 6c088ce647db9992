package io.partita.kind.musicvae;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A density fitted to what a MusicVAE encodes, and all that takes it along, by the command line.
 */
@InTurn
@Tag("spark")
class FitPriorTest extends MusicVaeTrainingFixture {
  private static Path trained;

  @BeforeAll
  static void trainOnce(@TempDir Path models) throws IOException {
    trained = models.resolve("m");
    List<Object> command = new ArrayList<>(List.of("train-musicvae", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", trained));
    command.addAll(List.of("--config", "cat-drums_2bar_tiny", "--set", "latent=2"));
    command.addAll(List.of("--set", "encoderUnits=8", "--set", "decoderUnits=[8, 8]"));
    command.addAll(List.of("--batch", 4, "--epochs", 2, "--workers", 0));
    PartitaRun.of(command.toArray()).exits(0);
  }

  private Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    SharedFolders.copy(trained, copy);
    return copy;
  }

  private static PartitaRun fit(Path model, Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("model-fit-prior", "--model", model, "--lake", lake));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  private PartitaRun generate(Path model, String out, Object... more) {
    List<Object> command = new ArrayList<>(List.of("generate", "--model", model));
    command.addAll(List.of("--out", folder.resolve(out), "--count", 2));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  private JsonNode loop(String out, Path model) throws IOException {
    return JSON.readTree(folder.resolve(out).resolve(model.getFileName() + "-s1-02.json").toFile());
  }

  @Test
  void generateDrawsFromIt() throws IOException {
    Path model = copy("m");
    generate(model, "before").exits(0);
    assertThat(loop("before", model).path("prior").asText()).isEqualTo("normal");
    generate(model, "o", "--prior", "fitted").mistake(Mistake.NOT_PREPARED).names(model, "--prior");

    JsonNode fitted = fit(model, "--components", 2, "--json").exits(0).json();

    assertThat(fitted.path("components").asInt()).isBetween(1, 2);
    assertThat(fitted.path("slices").asLong()).isEqualTo(slices(2, "train"));
    assertThat(fitted.path("held_out_slices").asLong()).isEqualTo(slices(2, "validation"));
    assertThat(fitted.path("kl_nats_fitted").asDouble())
        .isLessThan(fitted.path("kl_nats").asDouble());
    byte[] prior = Files.readAllBytes(model.resolve("prior.json"));
    fit(model, "--components", 2).exits(0);
    assertThat(model.resolve("prior.json")).hasBinaryContent(prior);
    generate(model, "after").exits(0);
    generate(model, "normal", "--prior", "normal").exits(0);
    assertThat(loop("after", model).path("prior").asText()).isEqualTo("fitted");
    assertThat(loop("after", model).path("z")).isNotEqualTo(loop("before", model).path("z"));
    assertThat(loop("normal", model)).isEqualTo(loop("before", model));
    assertThat(PartitaRun.of("model-show", model).exits(0).out())
        .is(naming("prior", "train", DrumSample.DATASET));
  }

  @Test
  void evaluateHasTheBoundWithIt() throws IOException {
    Path model = copy("m");
    JsonNode figures = fit(model, "--components", 2, "--json").exits(0).json();
    JsonNode found =
        PartitaRun.of(
                "model-evaluate",
                "--model",
                model,
                "--lake",
                lake,
                "--split",
                "validation",
                "--json")
            .exits(0)
            .json();

    double kl = found.path("kl_nats_fitted").asDouble();
    assertThat(kl).isCloseTo(figures.path("kl_nats_fitted").asDouble(), within(1e-9));
    assertThat(found.path("kl_nats").asDouble() - kl)
        .isCloseTo(
            found.path("elbo_nats").asDouble() - found.path("elbo_nats_fitted").asDouble(),
            within(1e-9));
  }

  @Test
  void copiesTakeItAlongAndMoreTrainingLeavesItBehind() throws IOException {
    Path model = copy("m");
    fit(model, "--components", 2).exits(0);
    Path small = folder.resolve("small");
    PartitaRun.of("model-pack", "--model", model, "--out", small).exits(0);
    generate(small, "small").exits(0);
    assertThat(loop("small", small).path("prior").asText()).isEqualTo("fitted");
    Path published = folder.resolve("published");
    PartitaRun.of("model-publish", "--model", model, "--out", published).exits(0);
    assertThat(published.resolve("prior.json")).hasSameBinaryContentAs(model.resolve("prior.json"));

    Path other = copy("other");
    Files.copy(small.resolve("prior.json"), other.resolve("prior.json"));
    generate(other, "other").exits(0).warns(other, "model fit-prior");
    assertThat(loop("other", other).path("prior").asText()).isEqualTo("normal");
  }

  @Test
  void mistakesAreToldInALine() throws IOException {
    Path model = copy("m");
    fit(model, "--components", 0)
        .mistake(Mistake.BAD_OPTION)
        .names("--components", "1", "1000", "0");
    fit(model, "--components", 1000)
        .mistake(Mistake.TOO_FEW_EXAMPLES)
        .names("1000", "2", "4,000", "--components");
    PartitaRun.of("model-fit-prior", "--model", "builtin:drums", "--lake", lake)
        .mistake(Mistake.NO_ACCESS)
        .names("builtin:drums");
    PartitaRun.of("model-fit-prior", "--model", "builtin:songs", "--lake", lake)
        .mistake(Mistake.NO_ACCESS)
        .names("builtin:songs");
    for (String damaged : List.of("{}", "[]", "{\"components\": []}", "")) {
      Files.writeString(model.resolve("prior.json"), damaged);
      generate(model, "o").mistake(Mistake.DAMAGED_MODEL).names(model, "prior.json");
    }
  }
}
