package io.partita.option;

import io.partita.lake.Lake;
import io.partita.lake.run.Spark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which lake a command reads. */
public final class LakeOption {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR",
      description = "Lake directory, local, hdfs: or s3a:.")
  public String folder;

  /**
   * The folder where it shows by itself that it is a lake on a disk of this machine: to open it
   * with Hadoop takes longer than a short command.
   */
  public Optional<Path> local() {
    return System.getenv("HADOOP_CONF_DIR") == null && new File(folder, "_partita").isDirectory()
        ? Optional.of(Path.of(folder)).filter(LakeOption::isPublished)
        : Optional.empty();
  }

  private static boolean isPublished(Path root) {
    try (Stream<Path> datasets = Files.list(root.resolve("_partita"))) {
      return datasets.anyMatch(
          dataset ->
              Files.exists(dataset.resolve("versions"))
                  || Files.exists(dataset.resolve("current.json")));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens it.
   *
   * @throws io.partita.UserException if absent
   */
  public Lake open() throws IOException {
    return Lake.existing(folder, Spark.hadoopConfiguration());
  }
}
