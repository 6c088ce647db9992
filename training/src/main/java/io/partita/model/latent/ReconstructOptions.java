package io.partita.model.latent;

import io.partita.lake.run.InputGuard;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code reconstruct} that every model has. */
public final class ReconstructOptions {
  /** What is between NAME- and the ending of the original's files. */
  public static final String ORIGINAL = "original";

  /** The same of the reconstruction's. */
  public static final String RECONSTRUCTION = "reconstruction";

  @Parameters(
      paramLabel = "FILE",
      description = "MIDI or audio file, whichever the model was trained on, local, hdfs: or s3a:.")
  private String file;

  @Mixin public DecodeOptions decode = new DecodeOptions();

  @Option(
      names = "--sample-z",
      description = "Sample z from the posterior instead of taking its mean.")
  public boolean sampleZ;

  /** Fails on what can be told from these options alone. */
  public void check() {
    decode.check();
  }

  public GivenFile file() {
    return GivenFile.of(file);
  }

  /** What the picture and the JSON file are called. */
  public String name() {
    return file().baseName();
  }

  /** What the files of the original are called. */
  public String original() {
    return name(ORIGINAL);
  }

  /** What the files of the reconstruction are called. */
  public String reconstruction() {
    return name(RECONSTRUCTION);
  }

  /** What the files of a sound are called. */
  public String name(String sound) {
    return name() + "-" + sound;
  }

  /**
   * The folder for these files.
   *
   * @throws io.partita.UserException where one of them would replace the original
   */
  public MusicFiles files(WrittenFiles written) throws IOException {
    return decode.files(
        InputGuard.of(file), List.of(name(), original(), reconstruction()), written);
  }

  /** Where z comes from, for a title. */
  public String z() {
    return sampleZ ? "z drawn by seed " + decode.seed : "mean z";
  }
}
