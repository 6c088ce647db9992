package io.partita.report;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.models.GenerateOptions;
import io.partita.run.ExitCode;
import io.partita.run.LakeOption;
import io.partita.run.Progress;
import io.partita.run.Spark;
import io.partita.run.Version;
import io.partita.run.WrittenFiles;
import io.partita.terminal.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Shows a lake in a browser. Input: the lake's tables; output: a folder of pages with plots, tracks
 * to listen to, what was rejected, and how trainings went, and the statistics that were missing.
 */
@Command(
    name = "report",
    description = "Write pages about a lake's data sets: plots, players, quality, trainings.",
    footer = {
      "",
      "The pages need no server and no network: open index.html, or send the folder. Data sets",
      "whose statistics are missing or older than their tables are counted first, as partita stats",
      "does.",
      "",
      "Examples:",
      "  partita report --lake lake --out report",
      "  partita report --lake lake --dataset groove --tracks 20 --clip-s 10 --out groove-report"
    })
public final class Report implements Callable<Integer> {
  private static final int MAX_TRACKS = 100;
  private static final int MAX_CLIP_S = 60;
  private static final int MAX_LIST = 10_000;

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "A data set to show; may be given again (default: all).")
  private List<String> datasets = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the pages; a report that is there is replaced.")
  private Path out;

  @Option(
      names = "--tracks",
      paramLabel = "N",
      description =
          "Tracks to listen to, 0 to "
              + MAX_TRACKS
              + "; 0 = no sound at all (default:"
              + " ${DEFAULT-VALUE}).")
  private int tracks = 10;

  @Option(
      names = "--clip-s",
      paramLabel = "S",
      description =
          "Seconds of each track to listen to, 1 to "
              + MAX_CLIP_S
              + " (default: ${DEFAULT-VALUE}).")
  private int clipS = 15;

  @Option(
      names = "--list",
      paramLabel = "N",
      description =
          "Tracks of each data set in the list to search, 0 to "
              + MAX_LIST
              + " (default: ${DEFAULT-VALUE}).")
  private int list = 500;

  @Option(names = "--no-stats", description = "Count nothing: show the statistics that there are.")
  private boolean noStats;

  /** What Spark was asked. */
  private record Answers(List<DatasetContent> datasets, List<ListenTrack> tracks) {}

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    GenerateOptions.require(
        tracks >= 0 && tracks <= MAX_TRACKS, "--tracks must be 0 to " + MAX_TRACKS, tracks);
    GenerateOptions.require(
        clipS >= 1 && clipS <= MAX_CLIP_S, "--clip-s must be 1 to " + MAX_CLIP_S, clipS);
    GenerateOptions.require(list >= 0 && list <= MAX_LIST, "--list must be 0 to " + MAX_LIST, list);
    Configuration conf = Spark.hadoopConfiguration();
    Lake lake = at.open();
    for (String dataset : datasets) {
      lake.requireDataset(Lake.requireDatasetName(dataset));
    }
    try (SiteFolder site = SiteFolder.stage(out)) {
      Answers answers = ask(lake, conf);
      List<DatasetContent> content = withModels(lake, answers.datasets(), conf, site.path());
      ReportContent report =
          new ReportContent(
              lake.root().toString(),
              Version.current(),
              content,
              new ReportClips(lake, conf, site.path(), clipS).of(answers.tracks()));
      for (Map.Entry<String, String> page : HtmlReport.pages(report).entrySet()) {
        // Marks of direction in a name would turn around what stands beside it.
        Files.writeString(site.path().resolve(page.getKey()), VisibleText.lines(page.getValue()));
      }
      ReportAssets.write(site.path());
      site.publish();
    }
    Path index = out.resolve(HtmlReport.INDEX);
    written.add(index, "Open " + index);
    written.end();
    return ExitCode.OK;
  }

  private Answers ask(Lake lake, Configuration conf) throws Exception {
    try (SparkSession spark = Spark.session("report");
        Progress progress = new Progress(spark)) {
      MissingStatistics missing = new MissingStatistics(lake, at.folder);
      Map<String, String> uncounted = new HashMap<>();
      for (String dataset : noStats ? Set.<String>of() : shown(lake).keySet()) {
        missing.count(dataset, spark, progress).ifPresent(reason -> uncounted.put(dataset, reason));
      }
      Map<String, Map<LakeTable, org.apache.hadoop.fs.Path>> shown = shown(lake);
      return LakeReader.query(
          spark,
          lake,
          () -> true,
          tables -> {
            ReportQueries queries = new ReportQueries(spark, tables);
            ReportDataset gathered = new ReportDataset(lake, at.folder, queries, list);
            List<DatasetContent> content = new ArrayList<>();
            for (Map.Entry<String, Map<LakeTable, org.apache.hadoop.fs.Path>> dataset :
                shown.entrySet()) {
              String name = dataset.getKey();
              progress.say("Reading " + name);
              Set<LakeTable> its = dataset.getValue().keySet();
              List<String> notes = missing.notes(name, its, uncounted.getOrDefault(name, ""));
              content.add(gathered.content(name, its, notes));
            }
            progress.say("Choosing tracks");
            return new Answers(content, new ListenTracks(spark, clipS).choose(shown, tracks));
          });
    }
  }

  /** The tables of the data sets to show. */
  private Map<String, Map<LakeTable, org.apache.hadoop.fs.Path>> shown(Lake lake)
      throws IOException {
    Map<String, Map<LakeTable, org.apache.hadoop.fs.Path>> shown =
        new LinkedHashMap<>(lake.snapshot());
    if (!datasets.isEmpty()) {
      shown.keySet().retainAll(datasets);
    }
    return shown;
  }

  private List<DatasetContent> withModels(
      Lake lake, List<DatasetContent> datasets, Configuration conf, Path site) throws IOException {
    if (tracks == 0) {
      return datasets;
    }
    ModelClips clips = new ModelClips(lake, conf, site, clipS);
    List<DatasetContent> all = new ArrayList<>();
    int number = 0;
    for (DatasetContent dataset : datasets) {
      List<TrainingContent> trainings = new ArrayList<>();
      for (TrainingContent training : dataset.trainings()) {
        System.err.println("Generating with " + training.model() + " …");
        trainings.add(clips.with(dataset.name(), training, ++number));
      }
      all.add(dataset.with(trainings));
    }
    return all;
  }
}
