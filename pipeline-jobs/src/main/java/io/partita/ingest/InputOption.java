package io.partita.ingest;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What an ingest reads that takes any number of inputs. */
public final class InputOption {
  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Archives (tar.gz, tar, zip), folders or single files; local, file: or hdfs:; globs"
              + " work.")
  public List<String> paths = new ArrayList<>();
}
