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
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Measures how well a model does on examples that it was not trained on. Input: a model and a lake;
 * output: figures beside those of simple guesses, and of another model, at the same examples.
 */
@Command(
    name = "model evaluate",
    description = "Evaluate a model and baselines on a held-out split.",
    modelTransformer = KindCommand.Jobs.class)
public final class Evaluate extends KindCommand<Evaluator<?>> {
  @Mixin private EvaluateOptions options;

  public Evaluate() {
    super(Evaluator.class);
  }

  @Override
  public Integer call() throws Exception {
    jobs().check();
    Configuration conf = Spark.hadoopConfiguration();
    Optional<AtomicFile> out = options.out(conf);
    Optional<AtomicFile> perFile = options.perFile(conf);
    CapabilityRegistry.Chosen<Evaluator<?>> chosen = choose(options.model);
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
