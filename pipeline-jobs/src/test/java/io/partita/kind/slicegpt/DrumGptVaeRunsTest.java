package io.partita.kind.slicegpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.TrainingFixture;
import io.partita.UntrainedModel;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drum GPT with a latent vector, and all that commands do with one. */
@InTurn
class DrumGptVaeRunsTest extends TrainingFixture {
  @TempDir private static Path models;
  private static Path trained;

  @BeforeAll
  static void trainOnce() throws IOException {
    SharedFolders.copy(DrumSample.get().lake(), lake);
    trained = models.resolve("m");
    PartitaRun.of(command(trained, "--epochs", 2, "--augment", "all")).exits(0);
  }

  private static Object[] command(Path model, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train", "drum-gpt", "--lake", lake));
    command.addAll(List.of("--dataset", DrumSample.DATASET, "--model", model));
    command.addAll(List.of("--set", "size=12", "--set", "layers=1", "--batch", 4, "--workers", 0));
    command.addAll(List.of("--set", "latent=2", "--set", "encoderUnits=6", "--set", "freeBits=0"));
    command.addAll(List.of(more));
    return command.toArray();
  }

  private Path beat(String name, int kick) throws IOException {
    int[] slice = new int[32];
    for (int step = 0; step < slice.length; step++) {
      slice[step] = step % kick == 0 ? 1 : step % 8 == 4 ? 2 : 4;
    }
    return Files.write(folder.resolve(name), MidiWriter.write(DrumLoop.score(slice)));
  }

  private JsonNode evaluated(Object... more) {
    List<Object> command = new ArrayList<>(List.of("model-evaluate", "--model", trained));
    command.addAll(List.of("--lake", lake, "--split", "test", "--json"));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray()).json();
  }

  @Test
  void it_is_measured_as_an_autoencoder() {
    JsonNode drawn = evaluated("--iwae", 8);
    assertThat(drawn.path("elbo_nats").asDouble())
        .isCloseTo(
            drawn.path("reconstruction_nats").asDouble() + drawn.path("kl_nats").asDouble(),
            within(1e-6));
    assertThat(drawn.path("iwae_nats").asDouble())
        .as("the tighter bound")
        .isPositive()
        .isLessThan(drawn.path("elbo_nats").asDouble() + 1);
    assertThat(drawn.path("history_nats").isNumber()).isTrue();
    assertThat(drawn.at("/drums/kick/hits").asLong()).isPositive();
    assertThat(drawn.at("/baselines/bar_trigram/nats").asDouble()).isPositive();
    JsonNode mean = evaluated("--z", "mean");
    assertThat(mean.has("elbo_nats")).isFalse();
    assertThat(mean.path("accuracy_free_running").asDouble()).isBetween(0.0, 1.0);
    assertThat(mean.path("accuracy_teacher_forced").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void loops_are_made_of_z_by_the_seed() throws IOException {
    for (String out : List.of("one", "two")) {
      PartitaRun.of("generate", "--model", trained, "--out", folder.resolve(out), "--count", 3)
          .exits(0);
    }
    JsonNode loop = JSON.readTree(folder.resolve("one/m-s1-02.json").toFile());
    assertThat(loop.path("steps")).hasSize(32);
    assertThat(loop.path("z")).hasSize(2);
    assertThat(loop.path("prior").asText()).isEqualTo("normal");
    assertThat(folder.resolve("one/m-s1.png")).exists();
    for (String name : List.of("m-s1-01.mid", "m-s1-02.wav", "m-s1-03.json")) {
      assertThat(folder.resolve("two").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
    }
  }

  @Test
  void files_go_to_z_and_back() throws Exception {
    Path one = beat("one.mid", 8);
    Path other = beat("other.mid", 6);
    Path out = folder.resolve("out");
    PartitaRun.of("reconstruct", one, "--model", trained, "--out", out, "--slices", 1, "--top-k", 3)
        .exits(0);
    JsonNode made = JSON.readTree(out.resolve("one.json").toFile());
    assertThat(made.path("slices")).hasSize(1);
    assertThat(made.at("/slices/0/reconstruction")).hasSize(32);
    assertThat(made.path("top_k").asInt()).isEqualTo(3);
    PartitaRun.of("interpolate", one, other, "--model", trained, "--out", out, "--steps", 4)
        .exits(0);
    assertThat(out.resolve("one-to-other.wav")).exists();
    Path npz = folder.resolve("one.npz");
    PartitaRun.of("encode", one, "--model", trained, "--out", npz).exits(0);
    Path back = folder.resolve("back.mid");
    PartitaRun.of("decode", npz, "--model", trained, "--out", back).exits(0);
    assertThat(back).isNotEmptyFile();
  }

  @Test
  void a_lake_is_encoded_and_searched() throws Exception {
    JsonNode encoded =
        PartitaRun.of("encode", "--model", trained, "--lake", lake, "--json").exits(0).json();
    assertThat(encoded.path("slices").asLong()).isPositive();
    assertThat(encoded.path("config").asText()).isEqualTo("drum-gpt-vae");
    JsonNode similar =
        PartitaRun.of(
                "find-similar", beat("b.mid", 8), "--model", trained, "--lake", lake, "--json")
            .exits(0)
            .json();
    assertThat(similar.path("matches").size()).isPositive();
  }

  @Test
  void a_prior_is_fitted_and_drawn_from() throws Exception {
    Path model = folder.resolve("m");
    SharedFolders.copy(trained, model);
    JsonNode fitted =
        PartitaRun.of(
                "model-fit-prior", "--model", model, "--lake", lake, "--components", 2, "--json")
            .exits(0)
            .json();
    assertThat(fitted.path("kl_nats_fitted").asDouble())
        .isLessThan(fitted.path("kl_nats").asDouble());
    Path out = folder.resolve("out");
    PartitaRun.of("generate", "--model", model, "--out", out).exits(0);
    try (var files = Files.newDirectoryStream(out, "*.json")) {
      assertThat(JSON.readTree(files.iterator().next().toFile()).path("prior").asText())
          .isEqualTo("fitted");
    }
    PartitaRun.of("generate", "--model", model, "--out", out, "--prior", "normal", "--replace")
        .exits(0);
  }

  @Test
  void a_training_resumes_to_the_same_weights_on_any_number_of_cores() throws Exception {
    Object[] six = {"--iterations", 6, "--schedule", "constant"};
    Object[] three = {"--iterations", 3, "--schedule", "constant"};
    PartitaRun.on("local[1]", command(folder.resolve("whole"), six)).exits(0);
    PartitaRun.on("local[2]", command(folder.resolve("parts"), three)).exits(0);
    List<Object> resumed = new ArrayList<>(List.of(six));
    resumed.add("--resume");
    PartitaRun.on("local[2]", command(folder.resolve("parts"), resumed.toArray())).exits(0);
    assertThat(weights("parts")).isEqualTo(weights("whole"));
    assertThat(card("parts").path("kind").asText()).isEqualTo("drum-gpt-vae");
    assertThat(card("parts").at("/provenance/options/set/latent").asInt()).isEqualTo(2);
  }

  @Test
  void what_needs_z_is_refused_without() throws Exception {
    Path plain = folder.resolve("plain");
    UntrainedModel.write(new SliceGpt(32, 12, 1, 2, 0, "gm", "drums"), plain);
    PartitaRun.of("reconstruct", beat("b.mid", 8), "--model", plain, "--out", folder.resolve("o"))
        .mistake(Mistake.WRONG_MODEL)
        .names("drum-gpt", "train drum-gpt --config drum-gpt-vae_2bar");
    PartitaRun.of("generate", "--model", plain, "--out", folder.resolve("o"), "--prior", "normal")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--prior");
    List<Object> train = new ArrayList<>(List.of("train", "drum-gpt", "--lake", lake));
    train.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve("x")));
    train.addAll(List.of("--set", "freeBits=3"));
    PartitaRun.of(train.toArray())
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("freeBits", "--set latent");
    train.set(train.size() - 1, "latent=9000");
    PartitaRun.of(train.toArray()).mistake(Mistake.BAD_OPTION).names("latent", 9000);
  }
}
