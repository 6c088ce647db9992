package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;
import static org.apache.spark.sql.functions.col;

import io.partita.UserException;
import io.partita.device.Backend;
import io.partita.drum.DrumGrid;
import io.partita.drums.SliceTables;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.TableRun;
import io.partita.lake.table.LakeTable;
import io.partita.model.musicvae.MusicVae;
import io.partita.run.Answer;
import io.partita.run.DerivedRun;
import io.partita.run.RunOptions;
import io.partita.run.Spark;
import io.partita.run.SuspectOptions;
import io.partita.run.Suspects;
import io.partita.run.WaitOptions;
import io.partita.training.JvmSettings;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

  @Override
  public Integer call() throws IOException {
    return Answer.print(json, run(), EncodeReport::text);
  }

  private EncodeReport run() throws IOException {
    TrainedModel<MusicVae> read =
        TrainedModel.read(ModelKinds.MUSICVAE, model, Spark.hadoopConfiguration());
    Lake lake = Lake.existing(lakeFolder, Spark.hadoopConfiguration());
    if (dataset == null) {
      dataset = read.card().provenance().dataset();
    }
    waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions("encode")
            .decisive("model_sha256", read.card().network().sha256())
            .decisive(SuspectOptions.NAME, suspects.areIncluded)
            .other("--model", model);
    try (DerivedRun run = DerivedRun.begin(told, lake, lakeFolder, dataset, this::slices)) {
      SparkConf settled = Spark.conf("encode " + dataset);
      JvmSettings.applyHere();
      JvmSettings.applyTo(settled, Backend.NATIVE, 1);
      Backend.NATIVE.load();
      ComputationGraph weights = read.weights();
      run.start(settled);
      EncodeReport.Encoded encoded = encode(run, read, weights);
      run.ended("encode");

      String slicesRun = run.input().get(DRUM_SLICES).runId();
      return run.publish(
          List.of(LATENTS),
          List.of(),
          EncodeReport.of(run.header(), slicesRun, model, read, bars(read), encoded));
    }
  }

  private static int bars(TrainedModel<MusicVae> read) {
    return read.model().steps() / DrumGrid.STEPS_PER_BAR;
  }

  /** The slices to encode. */
  private Map<LakeTable, TableRun> slices(Lake lake) throws IOException {
    Map<LakeTable, Path> tables = lake.snapshot().get(dataset);
    if (tables != null && !tables.containsKey(DRUM_SLICES)) {
      throw new UserException(
          "Data set " + dataset + " has no table drum_slices: run slice-drums first.");
    }
    return Map.of(DRUM_SLICES, lake.run(dataset, DRUM_SLICES));
  }

  private EncodeReport.Encoded encode(
      DerivedRun run, TrainedModel<MusicVae> read, ComputationGraph weights) throws IOException {
    Map<LakeTable, Dataset<Row>> tables = LakeReader.tables(run.spark(), run.lake());
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
    LongAccumulator done = run.spark().sparkContext().longAccumulator("slices encoded");
    run.progress().next("Encoding", () -> count, "slices", 1, done.name().get());
    run.share(read.card().provenance().runId(), true)
        .write(
            LATENTS,
            Latents.of(run.spark(), read, weights, slices, count, done),
            SliceTables.sliceOrder());
    return new EncodeReport.Encoded(count, leftOut.countIn(all));
  }
}
