package io.partita.cluster;

import io.partita.Mistake;
import io.partita.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class ClusterFolder {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The cluster's folder (default: .cluster in the checkout).")
  private Path dir;

  /**
   * The cluster, which runs or not.
   *
   * @throws UserException outside of a checkout that was built
   */
  LocalCluster cluster() {
    String home = System.getProperty("partita.home");
    if (home == null || !Files.exists(Path.of(home, ".spark", "RELEASE"))) {
      throw new UserException(
          Mistake.MISSING_TOOL,
          "The Spark to start is that of a checkout; run ./partita cluster there.");
    }
    Path folder = dir == null ? Path.of(home, ".cluster") : dir;
    return new LocalCluster(folder, Path.of(home, ".spark"), System.err::println);
  }
}
