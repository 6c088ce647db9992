package io.partita.command.publish;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.check.CheckResult;
import io.partita.lake.file.Json;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Version;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.ModelFolder;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.gate.Gate;
import io.partita.model.gate.GateLine;
import io.partita.model.job.GenerateOptions;
import io.partita.model.train.TrainedModel;
import io.partita.option.JsonOption;
import io.partita.option.OptionRange;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The gate before {@code model publish}. Input: what {@code model evaluate --against --out} wrote;
 * output: a table of checks, and exit code 3 when one of them failed. Neither Spark nor a lake is
 * used, but for {@code --gate}, which measures a model itself and keeps what it found beside it.
 */
@Command(
    name = "model check",
    description = "Decide from an evaluation or a gate whether a model may be published.",
    modelTransformer = MeasuresOfKinds.class)
public final class CheckModel implements Callable<Integer> {
  private static final String VALIDATION = "validation";

  /** Those that no model learns from. */
  private static final List<String> SPLITS = List.of(VALIDATION, "test");

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Folder of a model, or a built-in one, for --gate.")
  private String model;

  @Option(
      names = "--gate",
      paramLabel = "NAME",
      description = "Checks of MODEL that need no evaluation: drums, melody, songs.")
  private String gate;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Lake directory for --gate, local, hdfs: or s3a:.")
  private String lake;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set for --gate (default: the model's training data).")
  private String dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Split for --gate: validation or test (default: validation).")
  private String split;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Temperature for --gate (default: that of generate).")
  private Double temperature;

  @Option(
      names = "--evaluation",
      paramLabel = "FILE",
      description = "Evaluation from model evaluate --against --out, local, hdfs: or s3a:.")
  private String evaluation;

  @Option(
      names = "--max-worse",
      paramLabel = "SHARE",
      description = "Share by which a figure may be worse, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double maxWorse = 0.02;

  @Option(
      names = "--beat",
      paramLabel = "BASELINE",
      description = "Baseline that the model must beat, see below.")
  private String beat;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    if (gate != null) {
      return gate();
    }
    boolean isOfGate =
        Stream.of(model, lake, dataset, split, temperature).anyMatch(Objects::nonNull);
    if (evaluation == null || isOfGate) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give --evaluation alone, or a model with --gate %s and --lake."
              .formatted(String.join("|", gates())));
    }
    OptionRange.require(maxWorse >= 0 && maxWorse <= 1, "--max-worse must be 0 to 1", maxWorse);
    byte[] bytes = EvaluationFile.bytes("--evaluation", evaluation, Spark.hadoopConfiguration());
    EvaluationFile evaluated = EvaluationFile.of(evaluation, bytes).requireToChooseBy();
    ModelGate gate = new ModelGate(evaluated);
    List<CheckResult> checks = new ArrayList<>(gate.againstPublished(maxWorse));
    if (beat != null) {
      checks.add(gate.beats(beat));
    }
    if (json.isGiven) {
      System.out.println(Json.MAPPER.writeValueAsString(answer(evaluated, checks)));
    } else {
      if (!evaluated.isAgainstAModel()) {
        System.out.printf(
            Locale.ROOT,
            "There is no published model to compare %s with yet.%n",
            evaluated.model());
      }
      evaluated.sentences().forEach(System.out::println);
      gate.differences().forEach(System.out::println);
      System.out.println(CheckResult.text(checks));
    }
    return CheckResult.exitCode(checks);
  }

  private int gate() throws Exception {
    if (!gates().contains(gate)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--gate must be %s, not %s.".formatted(String.join(" or ", gates()), gate));
    }
    if (model == null || lake == null || evaluation != null) {
      throw new UserException(
          Mistake.MISSING_OPTION, "--gate needs a model and --lake, and no --evaluation.");
    }
    if (split != null && !SPLITS.contains(split)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          "--split must be %s, not %s.".formatted(String.join(" or ", SPLITS), split));
    }
    if (temperature != null) {
      GenerateOptions.requireTemperature(temperature);
    }
    TrainedModel<?> trained = TrainedModel.read(model, Spark.hadoopConfiguration());
    Gate.Answer answer = answer(trained, split == null ? VALIDATION : split);
    Map<String, Object> verdict = new LinkedHashMap<>(answer.fields());
    verdict.put("version", Version.current());
    System.out.println(
        json.isGiven ? Json.MAPPER.writeValueAsString(verdict) : GateLine.text(answer.lines()));
    keep(trained.folder(), verdict);
    return GateLine.exitCode(answer.lines());
  }

  /** Beside the model; what was measured counts where that cannot be, too. */
  private static void keep(ModelFolder folder, Map<String, Object> verdict) {
    if (BuiltinModel.isNamed(folder.name())) {
      return;
    }
    try {
      folder.write(ModelFolder.CHECK, Json.INDENTED.writeValueAsBytes(verdict));
    } catch (IOException e) {
      JobLog.say(
          "The verdict is not kept in %s: %s"
              .formatted(folder.file(ModelFolder.CHECK), e.getMessage()));
    }
  }

  private Gate.Answer answer(TrainedModel<?> trained, String held) throws Exception {
    return SliceGate.names().contains(gate)
        ? SliceGate.of(gate, trained).answer(lake, dataset, held, temperature)
        : answer(Gate.of(gate, trained), trained, held);
  }

  private <M> Gate.Answer answer(Gate<M> of, TrainedModel<?> trained, String held)
      throws Exception {
    return of.answer(trained.as(of.kind()), lake, dataset, held, temperature);
  }

  /** Those of slices, by their forms, and those of kinds. */
  private static List<String> gates() {
    return Stream.concat(SliceGate.names().stream(), Gate.all().map(Gate::gate))
        .distinct()
        .toList();
  }

  private static Map<String, Object> answer(EvaluationFile evaluated, List<CheckResult> checks) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model", evaluated.model());
    answer.put("network_sha256", evaluated.networkSha256());
    answer.putAll(evaluated.facts());
    answer.put("published", evaluated.isAgainstAModel());
    answer.put("differences", evaluated.figures().path(Evaluation.DIFFERENCES));
    answer.put("checks", checks);
    answer.put("failed", CheckResult.failed(checks));
    return answer;
  }
}
