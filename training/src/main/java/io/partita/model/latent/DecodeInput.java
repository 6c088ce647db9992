package io.partita.model.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.file.SoundFormat;
import io.partita.lake.Lake;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.model.job.AnyModelOptions;
import io.partita.model.train.TrainedModel;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The options of {@code decode} that every model has: codes or latents, and what is made of them.
 */
public final class DecodeInput extends AnyModelOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "IN",
      description = "Codes or latents from encode: .npz, or .ecdc for a codec.")
  public String in;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "Sound (" + SoundFormat.ENDINGS + "), mel (.npy), MIDI (.mid) or folder, see below.")
  public Path out;

  @Option(names = "--lake", paramLabel = "DIR", description = "Lake of the codes or latents.")
  public String lake;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the training data of a model trained here).")
  public String dataset;

  @Option(
      names = "--track",
      paramLabel = "ID",
      description = "Track of the table codes or model_latents (default with a latent model: all).")
  public String track;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Number of codebooks to use, from the first (default: all).")
  public Integer stages;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of added noise and of the model's own (default: ${DEFAULT-VALUE}).")
  public long seed = 1;

  @Option(
      names = "--json",
      description = "One object: of codes file, stages and frames; else {\"files\": [paths]}.")
  public boolean json;

  /**
   * The lake.
   *
   * @throws UserException if absent
   */
  public Lake open() throws IOException {
    return Lake.existing(lake, Spark.hadoopConfiguration());
  }

  /**
   * Fails unless a file is given, and no lake.
   *
   * @param title of a sort of models that decode files
   */
  public void requireFile(String title) {
    if (in == null || lake != null || dataset != null || track != null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "A " + title + " decodes a file that encode wrote: give IN.");
    }
  }

  /** What is read, but for the model. */
  public InputGuard inputs() {
    InputGuard inputs = InputGuard.of(in);
    return lake == null ? inputs : inputs.lake(lake);
  }

  /**
   * Fails where a file cannot be written, or is one that is read.
   *
   * @param trained model that decodes
   */
  public void checkOut(TrainedModel<?> trained) throws IOException {
    inputs().model(model, trained.folder().path()).require(out);
  }

  /** Where codes or latents are from, for messages. */
  public String source() {
    return in == null ? "track " + track : in;
  }

  /**
   * Codebooks to use.
   *
   * @param most that were written
   * @throws UserException where more or none are asked for
   */
  public int stages(int most) {
    int used = stages == null ? most : stages;
    OptionRange.require(used >= 1 && used <= most, "--stages must be 1 to " + most, used);
    return used;
  }
}
