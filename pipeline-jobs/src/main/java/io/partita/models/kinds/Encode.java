package io.partita.models.kinds;

import io.partita.lake.Lake;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.RunOptions;
import io.partita.model.archive.BuiltinModel;
import io.partita.models.Processor;
import io.partita.models.latent.EncodeReport;
import io.partita.models.latent.EncodedBy;
import io.partita.models.latent.Encoder;
import io.partita.option.LakeOption;
import io.partita.option.WaitOptions;
import io.partita.output.Answer;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The examples of a data set to where a model sees them in its latent space. Input: a model and the
 * table that its kind learns from; output: the kind's table of latents.
 */
@Command(
    name = "encode",
    description = "Encode a data set with a model, for nearest-neighbour search and SQL.",
    modelTransformer = KindCommand.Jobs.class,
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
public final class Encode implements Callable<Integer>, KindCommand {
  private final JobsOfKinds<Encoder<?>> encoders = new JobsOfKinds<>(Encoder.class);

  @Option(names = "--model", required = true, paramLabel = "DIR", description = BuiltinModel.HELP)
  private String model;

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the one that the model was trained on).")
  private String dataset;

  @Mixin private WaitOptions waiting = new WaitOptions();

  @Option(
      names = "--json",
      description =
          "One object: how many were encoded, seconds, dataset, model, model_sha256, run_id, …")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public JobsOfKinds<Encoder<?>> jobs() {
    return encoders;
  }

  @Override
  public Integer call() throws IOException {
    encoders.check();
    TrainedModel<?> trained = encoders.read(model);
    return Answer.print(json, run(encoders.of(trained, spec), trained), EncodeReport::text);
  }

  private <M> EncodeReport run(Encoder<M> encoder, TrainedModel<?> any) throws IOException {
    TrainedModel<M> trained = any.as(encoder.kind());
    Lake lake = at.open();
    if (dataset == null) {
      dataset = trained.card().provenance().dataset();
    }
    waiting.await(lake, dataset);
    RunOptions told =
        new RunOptions("encode").decisive("model_sha256", trained.card().used().sha256());
    encoder.addTo(told);
    told.other("--model", model);
    try (DerivedRun run =
        DerivedRun.begin(
            told, lake, at.folder, dataset, now -> encoder.source(now, dataset, trained.model()))) {
      SparkConf settled = Processor.conf("encode " + dataset);
      run.start(settled);
      EncodeReport report = encoder.run(run, trained, EncodedBy.of(model, trained.card()));
      return run.publish(List.of(encoder.table(trained.model())), List.of(), report);
    }
  }
}
