package io.partita.option;

import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which lake a command reads. */
public final class LakeOption {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR",
      description = "Lake directory, local or hdfs:.")
  public String folder;

  /**
   * Opens it.
   *
   * @throws io.partita.UserException if absent
   */
  public Lake open() throws IOException {
    return Lake.existing(folder, Spark.hadoopConfiguration());
  }
}
