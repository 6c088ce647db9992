package io.partita.models;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.device.Backend;
import io.partita.drum.DrumGrid;
import io.partita.drums.SliceTables;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.Publication;
import io.partita.lake.TableShare;
import io.partita.lake.table.LakeTable;
import io.partita.run.ExitCode;
import io.partita.run.Progress;
import io.partita.run.RunIdentity;
import io.partita.run.Spark;
import io.partita.run.SuspectOptions;
import io.partita.run.Suspects;
import io.partita.run.Version;
import io.partita.run.WaitOptions;
import io.partita.training.JvmSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The drum slices of a data set to where a MusicVAE sees them in its latent space. Input: a model
 * and the table drum_slices; output: the table latents.
 */
@Command(
    name = "encode",
    description = "Encode a data set's drum slices with a MusicVAE, for similar and for SQL.",
    footer = {
      "",
      "Latents of several models lie beside each other; a run replaces those of its own model,"
          + " also",
      "of an earlier checkpoint of the same training.",
      "",
      "Examples:",
      "  partita encode --model models/drums --lake lake",
      "  partita encode --model models/drums --lake lake --dataset lmd_matched --json"
    })
public final class Encode implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "From train-musicvae.")
  private String model;

  @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
  private String lakeFolder;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the one that the model was trained on).")
  private String dataset;

  @Mixin private SuspectOptions suspects = new SuspectOptions();

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: slices, suspect_slices_left_out, seconds, dataset, bars, model,"
              + " model_sha256, run_id, …")
  private boolean json;

  /** How many slices are in the table now, and how many could be and are not. */
  private record Encoded(long slices, long suspectsLeftOut) {}

  @Override
  public Integer call() throws Exception {
    Instant started = Instant.now();
    Configuration conf = Spark.hadoopConfiguration();
    DrumModel read = DrumModel.read(model, conf);
    Lake lake = Lake.existing(lakeFolder, conf);
    if (dataset == null) {
      dataset = read.card().provenance().dataset();
    }
    waiting.await(lake, dataset);
    String slicesRun = slicesRun(lake);
    String sha256 = read.card().network().sha256();
    Map<String, Object> decisive =
        new TreeMap<>(Map.of("model_sha256", sha256, SuspectOptions.NAME, suspects.areIncluded));
    RunIdentity identity = RunIdentity.ofDataset("encode", decisive, dataset, slicesRun);
    SparkConf settled = Spark.conf("encode " + dataset);
    JvmSettings.applyHere();
    JvmSettings.applyTo(settled, Backend.NATIVE, 1);
    Backend.NATIVE.load();
    ComputationGraph weights = read.weights();
    Map<String, Object> report = new LinkedHashMap<>();
    try (Publication publication =
            Publication.beside(
                lake, dataset, identity.runId(), identity.attempt(), identity.command());
        SparkSession spark = Spark.session(settled);
        Progress progress = new Progress(spark)) {
      if (!slicesRun(lake).equals(slicesRun)) {
        throw new IOException("Data set " + dataset + " was sliced anew just now. Try again.");
      }
      Encoded encoded = write(spark, lake, publication, read, weights, progress);
      report.put("command", identity.command());
      report.put("version", Version.current());
      report.put("run_id", identity.runId());
      report.put("attempt", identity.attempt());
      report.put("dataset", dataset);
      report.put("slices_run", slicesRun);
      report.put("lake", lakeFolder);
      report.putAll(ModelOrigin.of(model, read.card()));
      report.put("config", read.network().config());
      report.put("bars", bars(read));
      report.put("slices", encoded.slices());
      report.put("suspect_slices_left_out", encoded.suspectsLeftOut());
      report.put("started_at", started.toString());
      report.put("seconds", Duration.between(started, Instant.now()).toMillis() / 1e3);
      progress.say("Publishing");
      publication.publish(List.of(LATENTS), List.of(), report);
      publication.report(report);
    }
    print(report);
    return ExitCode.OK;
  }

  private static int bars(DrumModel read) {
    return read.network().steps() / DrumGrid.STEPS_PER_BAR;
  }

  /** The run that made the slices. */
  private String slicesRun(Lake lake) throws IOException {
    Map<LakeTable, Path> tables = lake.snapshot().get(dataset);
    if (tables != null && !tables.containsKey(DRUM_SLICES)) {
      throw new UserException(
          "Data set " + dataset + " has no table drum_slices: run slice-drums first.");
    }
    return lake.runId(dataset, DRUM_SLICES);
  }

  private Encoded write(
      SparkSession spark,
      Lake lake,
      Publication publication,
      DrumModel read,
      ComputationGraph weights,
      Progress progress)
      throws IOException {
    Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(spark, lake);
    Suspects leftOut = Suspects.toLeaveOut(tables, dataset, suspects.areIncluded);
    Dataset<Row> all =
        tables
            .get(DRUM_SLICES)
            .where(col(DATASET).equalTo(dataset).and(col("bars").equalTo(bars(read))));
    Dataset<Row> slices = leftOut.without(all);
    long count = slices.count();
    if (count == 0) {
      throw new UserException(
          "Data set "
              + dataset
              + " has no slices of "
              + bars(read)
              + " bars, which the model needs: run slice-drums --bars "
              + bars(read)
              + ".");
    }
    LongAccumulator done = spark.sparkContext().longAccumulator("slices encoded");
    progress.next("Encoding", () -> count, "slices", 1, done.name().get());
    String share = read.card().provenance().runId();
    new TableShare(spark, publication, share, true)
        .write(
            LATENTS,
            Latents.of(spark, read, weights, slices, count, done),
            SliceTables.sliceOrder());
    return new Encoded(count, leftOut.countIn(all));
  }

  private void print(Map<String, Object> report) throws IOException {
    if (json) {
      System.out.println(JSON.writeValueAsString(report));
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "encode → %s, data set %s: %,d slices of %s bars with %s, %,d of suspect files left out,"
            + " %.1f seconds%n",
        lakeFolder,
        dataset,
        (Long) report.get("slices"),
        report.get("bars"),
        model,
        (Long) report.get("suspect_slices_left_out"),
        (Double) report.get("seconds"));
  }
}
