package io.partita.models.kinds;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.model.archive.AtomicFile;
import io.partita.models.EvaluateOptions;
import io.partita.models.Evaluation;
import io.partita.models.Evaluator;
import io.partita.models.KindHelp;
import io.partita.run.ExitCode;
import io.partita.run.Spark;
import io.partita.training.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Measures how well a model does on examples that it was not trained on. Input: a model and a lake;
 * output: figures beside those of simple guesses, and of another model, at the same examples.
 */
@Command(
    name = "evaluate",
    description = "Measure how well a model does on held-out examples.",
    modelTransformer = Evaluate.OptionsOfKinds.class,
    footer = {
      "Intervals hold 95 %% of what other files of such music would give, by bootstrap over files;",
      "one file has none. Beside the split stand as many examples of training: what a model does",
      "better there it has learnt by heart.",
      "",
      "With --against the other model stands beside it: of the same kind, with slices as long or"
          + " notes",
      "predicted from as many; each has the classes of its own training. differences are those of",
      "the same files. Models are chosen on validation, so --split then is validation by default.",
      "",
      "Examples:",
      "  partita evaluate --model models/bach --lake lake --split test",
      "  partita evaluate --model models/groove --lake lake --split validation --json",
      "  partita evaluate --model models/groove --lake lake --per-file files.parquet",
      "  partita evaluate --model models/groove --lake lake --against published/groove --out e.json"
    })
public final class Evaluate implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Evaluator<?>> evaluators = Kinds.evaluators();

  @Mixin private EvaluateOptions options;
  @Spec private CommandSpec spec;

  /** Adds what only models of one kind have. */
  static final class OptionsOfKinds implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      List<Evaluator<?>> evaluators = ((Evaluate) command.userObject()).evaluators;
      evaluators.forEach(evaluator -> KindOptions.add(command, evaluator.kind(), evaluator));
      KindHelp.add(command, evaluators.stream().flatMap(evaluator -> evaluator.help().stream()));
      return command;
    }
  }

  @Override
  public Integer call() throws Exception {
    Configuration conf = Spark.hadoopConfiguration();
    Optional<AtomicFile> out = options.out(conf);
    Optional<AtomicFile> perFile = options.perFile(conf);
    TrainedModel<?> model = TrainedModel.read(options.model, conf);
    ComparedModels models = new ComparedModels(model, options.against(conf).orElse(null));
    Evaluation evaluation = models.evaluation(evaluator(model), options);
    byte[] json = JSON.writeValueAsBytes(evaluation.figures());
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

  /** The one of the model's kind, when the user gave no option of another. */
  private Evaluator<?> evaluator(TrainedModel<?> model) {
    Evaluator<?> found = null;
    for (Evaluator<?> evaluator : evaluators) {
      String given = KindOptions.given(spec, evaluator.kind());
      if (evaluator.kind().name().equals(model.kind().name())) {
        found = evaluator;
      } else if (!given.isEmpty()) {
        throw new UserException(
            "A %s %s: leave out %s."
                .formatted(model.kind().title(), evaluator.whatOthersLack(), given));
      }
    }
    return found;
  }
}
