package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Slices changed by chance on executors, and copies of a model that no training goes on from. */
@Tag("full")
class AugmentedMusicVaeTest extends MusicVaeTrainingFixture {
  @Test
  void augmentedSlicesAreTheSameOnOneCoreAndOnTwoAndTheCardTellsOfThem() throws IOException {
    Object[] flat = {
      "--config", "cat-drums_2bar_tiny", "--batch", 8, "--epochs", 1, "--workers", 2
    };
    Object[] augmented = {
      "--config",
      "cat-drums_2bar_tiny",
      "--batch",
      8,
      "--epochs",
      1,
      "--workers",
      2,
      "--augment",
      "all"
    };
    train("plain", flat).exits(0);
    PartitaRun.on("local[1]", command("one", augmented)).exits(0);
    PartitaRun.on("local[2]", command("two", augmented)).exits(0);
    assertThat(weights("one")).isEqualTo(weights("two")).isNotEqualTo(weights("plain"));
    assertThat(card("two").at("/provenance/options/augment").asText())
        .isEqualTo("hat-ride,toms,instrument,hits");
    assertThat(card("plain").at("/provenance/options").has("augment")).isFalse();
    train("one", flat).mistakeAfterProgress(Mistake.OCCUPIED);
    PartitaRun.of(command("x", "--augment", "swing"))
        .mistake(Mistake.BAD_OPTION)
        .names("--augment", "swing", "hat-ride", "toms", "instrument", "hits", "all");
    PartitaRun.of(command("x", "--augment", "all", "--config", "hierdec-trio_16bar"))
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--augment", "MusicVAE", "trio slices");
  }

  @Test
  void noTrainingGoesOnFromASmallCopyOrIntoWhatComesWithPartita() throws IOException {
    Object[] tiny = {"--config", "cat-drums_2bar_tiny", "--batch", 8, "--epochs", 1};
    train("whole", tiny).exits(0);
    Path small = folder.resolve("small");
    PartitaRun.of("model-pack", "--model", folder.resolve("whole"), "--out", small).exits(0);
    Object[] resumed = Stream.concat(Stream.of(tiny), Stream.of("--resume")).toArray();
    train("small", resumed).mistakeAfterProgress(Mistake.NOT_RESUMABLE).names(small, "float16");
    train("whole", resumed).exits(0);
    PartitaRun.line(
            "train-musicvae --lake {} --dataset {} --model builtin:drums --resume",
            lake,
            DrumSample.DATASET)
        .mistake(Mistake.NO_ACCESS)
        .names("builtin:drums");
  }
}
