package io.partita.model.latent;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import io.partita.model.job.AnyModelOptions;
import io.partita.model.train.TrainedModel;
import io.partita.option.ReplaceRowsOption;
import io.partita.option.WaitOptions;
import io.partita.option.WhereOption;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code encode} that every model has: a file to a file, or a data set to rows. */
public final class EncodeOptions extends AnyModelOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "IN",
      description = "File to encode instead of a data set, local, hdfs: or s3a:.")
  public String in;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "File for the encoded IN: .npz, or .ecdc for a codec.")
  public Path out;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Lake of the data set, local, hdfs: or s3a:.")
  public String lake;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the training data of a model trained here).")
  public String dataset;

  @Mixin public WhereOption where = new WhereOption();

  @Option(
      names = ReplaceRowsOption.NAME,
      description = "Overwrite files, and delete rows that this run does not make again.")
  public boolean replace;

  @Mixin public WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: of a data set counts, seconds, model_sha256, run_id; of a file its name.")
  public boolean json;

  /**
   * Fails unless a file with {@code --out} or a lake is given: one of the two.
   *
   * @throws UserException where neither is, or something of both
   */
  public void requireOne() {
    if ((in == null) == (lake == null) || (in == null) != (out == null)) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give a file and --out, or --lake: one of the two.");
    }
  }

  /**
   * Whether a file is to be encoded to a file, or all of a data set, by a model that knows none.
   *
   * @throws UserException where neither is given whole, or something of both
   */
  public boolean isFile() {
    boolean isFile = in != null && out != null;
    boolean isDataset = lake != null && dataset != null;
    if (isFile ? lake != null || dataset != null : !isDataset || in != null || out != null) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give a file and --out, or --lake and --dataset: one of the two.");
    }
    return isFile;
  }

  /**
   * Opens the lake.
   *
   * @throws UserException if absent
   */
  public Lake open() throws IOException {
    return Lake.existing(lake, Spark.hadoopConfiguration());
  }

  /** The data set, of a model that was trained here. */
  public String dataset(TrainedModel<?> trained) {
    return dataset == null ? trained.card().provenance().dataset() : dataset;
  }
}
