package io.partita.command.model;

import io.partita.lake.file.AtomicFile;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.Spark;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Evaluator;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Measures how well a model does on examples that it was not trained on. Input: a model and a lake;
 * output: figures beside those of simple guesses, and of another model, at the same examples.
 */
@Command(
    name = "model evaluate",
    description = "Evaluate a model and baselines on a held-out split.",
    modelTransformer = KindCommand.Jobs.class,
    footer = {
      "Intervals are 95 %% bootstrap intervals over files; a single file has none. Figures on",
      "training examples show over-fitting.",
      "",
      "--against compares two models of one kind on the same files. Both need the same slice",
      "length, or the same number of context notes. Models are chosen on validation, so --split is",
      "then validation by default.",
      "",
      "Fields of --json: examples, files, the figures of the model's kind, intervals, training,",
      "baselines, split, dataset, suspect_files_left_out, also_in_training, files_learnt, leaky,",
      "model, model_kind, model_run_id, network_sha256; with --against also differences and",
      "against: null, or that model's names and figures.",
      "",
      "Examples:",
      "  partita model evaluate --model models/bach --lake lake --split test",
      "  partita model evaluate --model models/groove --lake lake --split validation --json",
      "  partita model evaluate --model models/groove --lake lake --per-file files.parquet",
      "  partita model evaluate --model models/groove --lake lake --against published/groove --out"
          + " e.json"
    })
public final class Evaluate implements Callable<Integer>, KindCommand {
  private final CapabilityRegistry<Evaluator<?>> evaluators =
      new CapabilityRegistry<>(Evaluator.class);

  @Mixin private EvaluateOptions options;
  @Spec private CommandSpec spec;

  @Override
  public CapabilityRegistry<Evaluator<?>> jobs() {
    return evaluators;
  }

  @Override
  public Integer call() throws Exception {
    Configuration conf = Spark.hadoopConfiguration();
    Optional<AtomicFile> out = options.out(conf);
    Optional<AtomicFile> perFile = options.perFile(conf);
    CapabilityRegistry.Chosen<Evaluator<?>> chosen = evaluators.choose(options.model, spec);
    ComparedModels models = new ComparedModels(chosen.model(), options.against(conf).orElse(null));
    Evaluation evaluation = models.evaluation(chosen.job(), options);
    byte[] json = Json.MAPPER.writeValueAsBytes(evaluation.figures());
    if (perFile.isPresent()) {
      evaluation.files().write(perFile.get(), conf);
    }
    if (out.isPresent()) {
      out.get().write(json);
    }
    System.out.print(
        options.json
            ? new String(json, StandardCharsets.UTF_8) + System.lineSeparator()
            : evaluation.table());
    return ExitCode.OK;
  }
}
