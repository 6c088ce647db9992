package io.partita.drums;

import static io.partita.lake.table.LakeTable.DRUM_FILES;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_SOURCES;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.Publication;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import io.partita.run.ExitCode;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.Suspects;
import io.partita.run.Version;
import io.partita.run.WaitOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drums of a data set's MIDI files to loops of equal length, as MusicVAE learns them. Input:
 * the tables midi_sources and midi_bytes; output: the tables drum_slices and drum_files.
 */
@Command(
    name = "slice-drums",
    description = "Cut the drums of a data set's MIDI files into loops of 2 or 4 bars.",
    footer = {
      "",
      "Loops of 2 and of 4 bars lie beside each other; a run replaces those of its own length. The",
      "table drum_files says of each file why it gave none. A new ingest of the data set drops"
          + " both",
      "tables, as what they were made from is gone.",
      "",
      "Examples:",
      "  partita slice-drums --lake lake --dataset groove --bars 2",
      "  partita slice-drums --lake lake --dataset lmd_matched --bars 4 --json"
    })
public final class SliceDrums implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Integer> BARS = List.of(2, 4);
  private static final List<String> SPLITS = List.of("train", "validation", "test");
  private static final String NO_SPLIT = "none";

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
  private String lakeFolder;

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "Data set of the lake, from ingest-midi or ingest-lmd.")
  private String dataset;

  @Option(
      names = "--bars",
      required = true,
      paramLabel = "N",
      description = "Length of the loops: 2 or 4.")
  private int bars;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: files, files_without_slices, reasons, splits: {train: {windows, slices,"
              + " files, files_without_slices}, …}, dropped_hits, suspect_files, suspect_slices,"
              + " bars, dataset, run_id, …")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Instant started = Instant.now();
    if (!BARS.contains(bars)) {
      throw new UserException("--bars must be 2 or 4, not " + bars + ".");
    }
    Configuration conf = Spark.hadoopConfiguration();
    Lake lake = Lake.existing(lakeFolder, conf);
    waiting.await(lake, dataset);
    String datasetRun = bytesRun(lake);
    // Slices of 2 and of 4 bars come from the same files: what reads them wants to know of these.
    RunIdentity identity = RunIdentity.ofDataset("slice-drums", Map.of(), dataset, datasetRun);
    SliceReport report;
    try (Publication publication =
            Publication.beside(
                lake, dataset, identity.runId(), identity.attempt(), identity.command());
        SparkSession spark = Spark.session("slice-drums " + dataset);
        Progress progress = new Progress(spark)) {
      if (!bytesRun(lake).equals(datasetRun)) {
        throw new IOException("Data set " + dataset + " was ingested anew just now. Try again.");
      }
      boolean isCurrent = isCurrent(lake, identity);
      if (!isCurrent && lake.snapshot().get(dataset).containsKey(DRUM_SLICES)) {
        System.err.println(
            "Slices of another length, and latents, come from another version of Partita and go:"
                + " make them again.");
      }
      TableShare share = new TableShare(spark, publication, bars + "bars", isCurrent);
      Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, lake);
      Dataset<Row> files = SliceTables.write(spark, tables, dataset, bars, share, progress);
      report = report(identity, datasetRun, started, files, Suspects.of(tables, dataset));
      progress.say("Publishing");
      List<LakeTable> outdated = isCurrent ? List.of() : List.of(LATENTS);
      publication.publish(List.of(DRUM_FILES, DRUM_SLICES), outdated, report);
      publication.report(report);
    }
    System.out.println(json ? JSON.writeValueAsString(report) : report.text());
    return ExitCode.OK;
  }

  /** Whether what slices there are come from the same files by the same version of Partita. */
  private boolean isCurrent(Lake lake, RunIdentity identity) throws IOException {
    return lake.snapshot().get(dataset).containsKey(DRUM_SLICES)
        && lake.runId(dataset, DRUM_SLICES).equals(identity.runId());
  }

  /** The run that made the bytes. */
  private String bytesRun(Lake lake) throws IOException {
    Map<LakeTable, Path> tables = lake.snapshot().getOrDefault(dataset, Map.of());
    if (tables.containsKey(MIDI_SOURCES) && !tables.containsKey(MIDI_BYTES)) {
      throw new UserException(
          "Data set "
              + dataset
              + " was ingested with --no-bytes, but slice-drums reads the table midi_bytes: ingest"
              + " it again without.");
    }
    return lake.runId(dataset, MIDI_BYTES);
  }

  private SliceReport report(
      RunIdentity identity,
      String datasetRun,
      Instant started,
      Dataset<Row> files,
      Suspects suspects) {
    Map<String, SliceReport.Split> found = new TreeMap<>();
    SortedMap<String, Long> reasons = new TreeMap<>();
    long droppedHits = 0;
    List<Row> groups =
        files
            .groupBy(coalesce(col("split"), lit(NO_SPLIT)), col("reason"))
            .agg(count(lit(1)), sum("n_windows"), sum("n_slices"), sum("n_dropped_hits"))
            .collectAsList();
    for (Row group : groups) {
      long members = group.getLong(2);
      if (!group.isNullAt(1)) {
        reasons.merge(group.getString(1), members, Long::sum);
      }
      SliceReport.Split part =
          new SliceReport.Split(
              members, group.isNullAt(1) ? 0 : members, group.getLong(3), group.getLong(4));
      found.merge(group.getString(0), part, SliceReport.Split::plus);
      droppedHits += group.getLong(5);
    }
    Map<String, SliceReport.Split> splits = new LinkedHashMap<>();
    SPLITS.forEach(
        split -> splits.put(split, found.getOrDefault(split, new SliceReport.Split(0, 0, 0, 0))));
    splits.putAll(found);
    SliceReport.Split all =
        splits.values().stream().reduce(new SliceReport.Split(0, 0, 0, 0), SliceReport.Split::plus);
    return new SliceReport(
        identity.command(),
        Version.current(),
        identity.runId(),
        identity.attempt(),
        dataset,
        datasetRun,
        lakeFolder,
        bars,
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1e3,
        all.files(),
        all.filesWithoutSlices(),
        reasons,
        splits,
        droppedHits,
        suspects.countIn(files),
        suspects.sumIn(files, "n_slices"));
  }
}
