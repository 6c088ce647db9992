package io.partita.models.musicvae;

import static io.partita.lake.table.LakeTable.DRUM_SLICES;
import static io.partita.lake.table.LakeTable.LATENTS;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.model.musicvae.MusicVae;
import io.partita.models.Processor;
import io.partita.run.Answer;
import io.partita.run.DerivedRun;
import io.partita.run.LakeOption;
import io.partita.run.RunOptions;
import io.partita.run.SuspectOptions;
import io.partita.run.WaitOptions;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
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
  @Mixin private DrumModelOption model = new DrumModelOption();

  @Mixin private LakeOption at = new LakeOption();

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
    TrainedModel<MusicVae> read = model.read();
    Lake lake = at.open();
    if (dataset == null) {
      dataset = read.card().provenance().dataset();
    }
    waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions("encode")
            .decisive("model_sha256", read.card().used().sha256())
            .decisive(SuspectOptions.NAME, suspects.areIncluded)
            .other("--model", model.folder);
    try (DerivedRun run =
        DerivedRun.begin(
            told, lake, at.folder, dataset, now -> SlicesToEncode.source(now, dataset))) {
      SparkConf settled = Processor.conf("encode " + dataset);
      ComputationGraph weights = read.weights();
      run.start(settled);
      SlicesToEncode slices =
          SlicesToEncode.of(
              LakeReader.tables(run.spark(), run.lake()),
              dataset,
              read.model(),
              suspects.areIncluded);
      Latents.stage(run, read, weights, slices);
      run.ended("encode");

      String slicesRun = run.input().get(DRUM_SLICES).runId();
      return run.publish(
          List.of(LATENTS),
          List.of(),
          EncodeReport.of(run.header(), slicesRun, model.folder, read, slices));
    }
  }
}
