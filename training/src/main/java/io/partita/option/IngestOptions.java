package io.partita.option;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.lake.Lake;
import io.partita.lake.run.IngestRules;
import io.partita.lake.run.IngestRun;
import io.partita.lake.run.RunOptions;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every ingest has, wherever it takes its input from. */
public final class IngestOptions {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the lake, local, hdfs: or s3a:; made if missing.")
  String folder;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Name of the data set in the lake (default: from the first input's name).")
  public String dataset;

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      description =
          "Share of rejected members above which the exit code is 3 (default: ${DEFAULT-VALUE}).")
  double maxRejected = 0.5;

  @Option(
      names = "--max-member-mib",
      paramLabel = "N",
      description =
          "Largest member in MiB; larger ones are quarantined unread (default: ${DEFAULT-VALUE}).")
  int maxMemberMib = 64;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description =
          "Ratio of inflated to stored bytes above which to reject (default: ${DEFAULT-VALUE}).")
  long maxRatio = 1000;

  @Option(
      names = "--resume",
      description = "Keep what an interrupted run with the same input and options finished.")
  boolean resume;

  @Option(
      names = "--stage-only",
      description = "Stage the tables without publishing them, for check --staged and publish.")
  boolean stageOnly;

  @Mixin WaitOptions waiting = new WaitOptions();

  @Mixin UnchangedOptions unchanged = new UnchangedOptions();

  @Option(names = "--json", description = "Print the run's report as one JSON object.")
  public boolean json;

  /**
   * The frame of an ingest with these options, whose clock runs from now on.
   *
   * @param inputs as the user gave them, at least one
   * @throws UserException where one of the options is out of its range
   */
  public IngestRun run(String command, List<String> inputs) {
    check(inputs);
    return new IngestRun(told(command).other("--input", inputs), rules());
  }

  /**
   * Fails on what can be told from the options alone, and fills in defaults.
   *
   * @param inputs as the user gave them, at least one
   */
  void check(List<String> inputs) {
    if (dataset == null) {
      dataset = datasetName(inputs.get(0));
    }
    Lake.requireDatasetName(dataset);
    if (!(maxRejected >= 0 && maxRejected <= 1)) {
      throw new UserException(
          Mistake.BAD_OPTION, "--max-rejected must be 0 to 1, not " + maxRejected + ".");
    }
    if (maxMemberMib < 1 || maxMemberMib > 1024) {
      throw new UserException(
          Mistake.BAD_OPTION, "--max-member-mib must be 1 to 1024, not " + maxMemberMib + ".");
    }
    if (maxRatio < 1) {
      throw new UserException(
          Mistake.BAD_OPTION, "--max-ratio must be at least 1, not " + maxRatio + ".");
    }
  }

  IngestRules rules() {
    ArchiveLimits limits =
        new ArchiveLimits(
            (long) maxMemberMib << 20, maxRatio, ArchiveLimits.defaults().ratioFreeBytes());
    return new IngestRules(
        folder, dataset, maxRejected, limits, resume, stageOnly, waiting.atMost());
  }

  /** A command with these options. */
  RunOptions told(String command) {
    return unchanged
        .addTo(new RunOptions(command))
        .decisive("--dataset", dataset)
        .decisive("--max-member-mib", maxMemberMib)
        .decisive("--max-ratio", maxRatio)
        .other("--lake", folder)
        .other("--max-rejected", maxRejected)
        .other("--resume", resume)
        .other("--stage-only", stageOnly);
  }

  /** {@code /data/lmd_matched.tar.gz} becomes {@code lmd_matched}. */
  static String datasetName(String input) {
    String name = input.replaceFirst("/+$", "");
    name = name.substring(name.lastIndexOf('/') + 1);
    name = name.replaceFirst("(?i)\\.(tar\\.gz|tgz|tar|zip|midi?)$", "");
    name = name.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[_.-]+", "");
    return name.isEmpty() ? "midi" : name;
  }
}
