package io.partita.files;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A log-mel spectrogram that a command reads: a file's or a track's, and its recipe. */
public final class MelInput {
  @ArgGroup(multiplicity = "1")
  private MelSource source;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Recipe of a mel file: hifigan-22k-80 or mel-16k-64 (default: hifigan-22k-80).")
  private String recipe;

  /** The file stays what it is. */
  void keepFrom(Path out) throws IOException {
    source.keepFrom(out);
  }

  MelFrames read() throws Exception {
    return source.read(recipe);
  }
}
