package io.partita.models.latent;

import io.partita.run.KeptInputs;
import io.partita.run.MusicFiles;
import io.partita.run.WrittenFiles;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code reconstruct} that every model has. */
public final class ReconstructOptions {
  @Parameters(
      paramLabel = "FILE",
      description = "A file of what the model has learnt, see below, local or hdfs:.")
  private String file;

  @Mixin public DecodeOptions decode = new DecodeOptions();

  @Option(
      names = "--sample-z",
      description = "Draw z from the posterior, by --seed, instead of taking its mean.")
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
    return name() + "-original";
  }

  /** What the files of the reconstruction are called. */
  public String reconstruction() {
    return name() + "-reconstruction";
  }

  /**
   * The folder for these files.
   *
   * @throws io.partita.UserException where one of them would replace the original
   */
  public MusicFiles files(WrittenFiles written) throws IOException {
    return decode.files(
        KeptInputs.of(file), List.of(name(), original(), reconstruction()), written);
  }

  /** Where z comes from, for a title. */
  public String z() {
    return sampleZ ? "z drawn by seed " + decode.seed : "mean z";
  }
}
