package io.partita.ingest;

import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.run.RunIdentity;
import io.partita.run.WaitOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every ingest has, wherever it takes its input from. */
public abstract class LakeOptions {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the lake, local or hdfs:; made if missing.")
  String lake;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Name of the data set in the lake (default: from the first input's name).")
  public String dataset;

  @Option(
      names = "--max-rejected",
      paramLabel = "SHARE",
      description =
          "Exit with 3 when more than this share of members, 0..1, was rejected; results are kept"
              + " (default: ${DEFAULT-VALUE}).")
  double maxRejected = 0.5;

  @Option(
      names = "--max-member-mib",
      paramLabel = "N",
      description = "Larger members go to the quarantine unread (default: ${DEFAULT-VALUE}).")
  int maxMemberMib = 64;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description =
          "An archive that inflates more than this is taken for a bomb (default:"
              + " ${DEFAULT-VALUE}).")
  long maxRatio = 1000;

  @Option(
      names = "--resume",
      description = "Keep what an interrupted run with the same input and options finished.")
  boolean resume;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(names = "--json", description = "Print the run's report as one JSON object.")
  public boolean json;

  /** The archives, folders and files to read, at least one. */
  public abstract List<String> inputs();

  /** Fails on what can be told from the options alone, and fills in defaults. */
  public void check() {
    if (dataset == null) {
      dataset = datasetName(inputs().get(0));
    }
    Lake.requireDatasetName(dataset);
    if (!(maxRejected >= 0 && maxRejected <= 1)) {
      throw new UserException("--max-rejected must be 0 to 1, not " + maxRejected + ".");
    }
    if (maxMemberMib < 1 || maxMemberMib > 1024) {
      throw new UserException("--max-member-mib must be 1 to 1024, not " + maxMemberMib + ".");
    }
    if (maxRatio < 1) {
      throw new UserException("--max-ratio must be at least 1, not " + maxRatio + ".");
    }
  }

  /** The options that decide which rows come out, by their names. */
  public Map<String, Object> decisive() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--dataset", dataset);
    options.put("--max-member-mib", maxMemberMib);
    options.put("--max-ratio", maxRatio);
    return options;
  }

  /** The others, for the report. */
  public Map<String, Object> others() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--lake", lake);
    options.put("--max-rejected", maxRejected);
    options.put("--resume", resume);
    return options;
  }

  /** The outcome of a run with this share of rejected members: done, or why it is not good. */
  String outcome(double rejectedShare) {
    return rejectedShare <= maxRejected
        ? RunReport.DONE
        : String.format(
            Locale.ROOT,
            "%.1f %% of the members were rejected, more than --max-rejected %s",
            100 * rejectedShare,
            maxRejected);
  }

  /** Opens the data set for a run of these options; after {@link #check}. */
  public Publication begin(RunIdentity identity, Configuration conf) throws IOException {
    Lake folder = Lake.at(lake, conf);
    waiting.await(folder, dataset);
    return Publication.begin(
        folder, dataset, identity.runId(), identity.attempt(), identity.command(), resume);
  }

  public ArchiveLimits limits() {
    ArchiveLimits defaults = ArchiveLimits.defaults();
    return new ArchiveLimits((long) maxMemberMib << 20, maxRatio, defaults.ratioFreeBytes());
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
