package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.archive.InputFile;
import io.partita.audio.MelRecipe;
import io.partita.ingest.audio.MelOptions;
import io.partita.lake.run.InputGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is drawn of an audio file that is inspected. */
final class InspectionPictures {
  @Option(
      names = "--mel",
      paramLabel = "OUT",
      description = "File for the log-mel spectrogram of audio: picture (.png) or array (.npy).")
  private Path mel;

  @Option(
      names = "--waveform",
      paramLabel = "OUT.png",
      description = "File for a picture of the waveform of audio.")
  private Path waveform;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Recipe of the spectrogram (default: ${DEFAULT-VALUE}).")
  private String recipe = MelRecipe.HIFIGAN_22K_80.name();

  boolean areAsked() {
    return mel != null || waveform != null;
  }

  /**
   * Draws them, and describes the file.
   *
   * @throws MalformedInputException when not even its format is known
   */
  Map<String, Object> describe(String file, InputFile input)
      throws IOException, MalformedInputException {
    InputGuard inputs = InputGuard.of(file);
    for (Path out : Stream.of(mel, waveform).filter(Objects::nonNull).toList()) {
      inputs.keepFrom(out);
    }
    return new AudioDescription(MelOptions.recipe(recipe), mel, waveform).of(file, input);
  }
}
