package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DrumSample;
import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which training is which run: options from a card, hyper-parameters however said, folds. */
@Tag("full")
class MusicVaeRunsTest extends MusicVaeTrainingFixture {
  @Test
  void theOptionsOfACardTrainTheSameModelAgain() throws IOException {
    train(
            "first",
            "--config",
            "cat-drums_2bar_tiny",
            "--set",
            "freeBits=8",
            "--batch",
            8,
            "--cap",
            3,
            "--epochs",
            1,
            "--fold",
            "2/2")
        .exits(0);
    PartitaRun options = PartitaRun.of("model-show", folder.resolve("first"), "--options");
    JsonNode kept = JSON.readTree(options.exits(0).out());
    assertThat(kept.path("set").toString())
        .isEqualTo("{\"decoderUnits\":[8,8],\"encoderUnits\":8,\"freeBits\":8.0,\"latent\":4}");
    assertThat(kept.path("fold").asText()).isEqualTo("2/2");
    Path config = Files.writeString(folder.resolve("c.json"), options.out());

    again("again", config).exits(0);

    assertThat(weights("again")).isEqualTo(weights("first"));
    assertThat(card("again").at("/provenance/run_id"))
        .isEqualTo(card("first").at("/provenance/run_id"));
    again("again", config, "--resume", "--set", "freeBits=9")
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--set", "freeBits=8.0", "latent=4", "freeBits=9.0", "latent=4");
  }

  private PartitaRun again(String model, Path config, Object... more) {
    List<Object> command = new ArrayList<>(List.of("train-musicvae", "--config", config));
    command.addAll(List.of("--lake", lake, "--dataset", DrumSample.DATASET));
    command.addAll(List.of("--model", folder.resolve(model)));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  /** Runs are known by the hyper-parameters that they have, however they were said. */
  @Test
  void anotherWayToSayTheSameIsTheSameRun() throws IOException {
    Object[] once = {"--config", "cat-drums_2bar_tiny", "--batch", 8, "--epochs", 1};
    train("m", once).exits(0);
    String trained = Files.readString(folder.resolve("m/model.json"));
    List<Object> other = new ArrayList<>(List.of("train-musicvae", "--lake", lake));
    other.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve("m")));
    for (String set :
        List.of("latent=4", "decoderUnits=[8,8]", "freeBits=16", "encoderUnits=8", "segments=1")) {
      other.addAll(List.of("--set", set));
    }
    other.addAll(List.of("--averaging-frequency", 2, "--resume"));
    other.addAll(List.of(once));

    PartitaRun.of(other.toArray()).exits(0);

    assertThat(folder.resolve("m/model.json")).hasContent(trained);
  }

  @Test
  void aFoldIsHeldOutAndTheOthersAreTrainedOn() throws IOException {
    Object[] tiny = {"--config", "cat-drums_2bar_tiny", "--batch", 4, "--epochs", 1, "--fold"};
    List<Object> half = new ArrayList<>(List.of(tiny));
    half.add("1/2");
    train("half", half.toArray()).exits(0);

    JsonNode from = card("half").path("provenance");
    assertThat(from.path("train_split").asText()).isEqualTo("train without fold 1/2");
    assertThat(from.path("validation_split").asText()).isEqualTo("fold 1/2");
    assertThat(from.path("examples").asLong() + from.path("validation_examples").asLong())
        .isEqualTo(slices(2, "train") + slices(2, "validation"));
    assertThat(from.path("validation_examples").asLong())
        .isPositive()
        .isNotEqualTo(slices(2, "validation"));
    JsonNode figures =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split validation --json",
                folder.resolve("half"),
                lake)
            .json();
    assertThat(figures.path("examples").asLong())
        .isEqualTo(from.path("validation_examples").asLong());
    PartitaRun.of("model-show", folder.resolve("half"))
        .exits(0)
        .says(from.path("train_split").asText())
        .says(from.path("validation_split").asText());
  }
}
