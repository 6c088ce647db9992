package io.partita.output;

import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which files are written of a piece. */
public final class OnlyOption {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "KIND",
      description =
          "Files to write: mid, wav, png, json; leaving out WAV is faster (default: all).")
  private Set<MusicFiles.Kind> kinds = EnumSet.allOf(MusicFiles.Kind.class);

  /** Whether any file is left out. */
  public boolean isGiven() {
    return kinds.size() < MusicFiles.Kind.values().length;
  }

  /** The folder for these files alone. */
  public MusicFiles of(MusicFiles files) {
    return files.only(kinds);
  }
}
