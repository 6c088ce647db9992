package io.partita.models;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.UserException;
import io.partita.check.CheckResult;
import io.partita.model.Measure;
import io.partita.model.ModelKind;
import io.partita.model.archive.AtomicFile;
import io.partita.run.Spark;
import io.partita.training.ModelKinds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The gate before {@code publish-model}. Input: what {@code evaluate --against --out} wrote;
 * output: a table of checks, and exit code 3 when one of them failed. Neither Spark nor a lake is
 * used.
 */
@Command(
    name = "check-model",
    description = "Tell from an evaluation whether a model is good enough to be published.",
    modelTransformer = CheckModel.MeasuresOfKinds.class,
    footer = {
      "Where nothing was published yet, any number will do. What is missing or no number fails.",
      "",
      "Exit code 3: a check failed.",
      "",
      "Examples:",
      "  partita evaluate --model models/bach --lake lake --against published/bach --out e.json",
      "  partita check-model --evaluation e.json --max-worse 0.01 --beat bigram"
    })
public final class CheckModel implements Callable<Integer> {
  /** A thousand times as much as evaluate writes. */
  private static final int MAX_EVALUATION_BYTES = 4 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Says what models of each kind are held to. */
  static final class MeasuresOfKinds implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      KindHelp.add(command, ModelKinds.all().stream().flatMap(CheckModel::help));
      return command;
    }
  }

  private static Stream<String> help(ModelKind<?> kind) {
    return Stream.of(
        "A "
            + kind.title()
            + " is held to "
            + kind.measures().stream().map(Measure::figure).collect(Collectors.joining(" and "))
            + ";",
        "  --beat takes " + String.join(", ", kind.baselines().names()) + ".");
  }

  @Option(
      names = "--evaluation",
      required = true,
      paramLabel = "FILE",
      description = "What evaluate --against --out wrote, local or hdfs:.")
  private String evaluation;

  @Option(
      names = "--max-worse",
      paramLabel = "SHARE",
      description =
          "By how much of the published model's figure the new one's may be worse, 0 to 1 (default:"
              + " ${DEFAULT-VALUE}).")
  private double maxWorse = 0.02;

  @Option(
      names = "--beat",
      paramLabel = "BASELINE",
      description = "The model must be better than this guess, too; see below.")
  private String beat;

  @Option(
      names = "--json",
      description =
          "One object: model, network_sha256, what else is known of the model (as line), published"
              + " (whether there was a model to compare with), checks: [{check, table, found,"
              + " wanted, ok}] as of check, without a table, failed (how many).")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!(maxWorse >= 0 && maxWorse <= 1)) {
      throw new UserException("--max-worse must be 0 to 1, not " + maxWorse + ".");
    }
    ModelGate gate = ModelGate.of(evaluation, bytes(evaluation, Spark.hadoopConfiguration()));
    List<CheckResult> checks = new ArrayList<>(gate.againstPublished(maxWorse));
    if (beat != null) {
      checks.add(gate.beats(beat));
    }
    if (json) {
      System.out.println(JSON.writeValueAsString(answer(gate, checks)));
    } else {
      if (!gate.isAgainstAModel()) {
        System.out.printf("There is no published model to compare %s with yet.%n", gate.model());
      }
      gate.sentences().forEach(System.out::println);
      System.out.println(CheckResult.text(checks));
    }
    return CheckResult.exitCode(checks);
  }

  /**
   * The bytes of an evaluation.
   *
   * @throws UserException when there is no such file, or it is too large to be one
   */
  static byte[] bytes(String evaluation, Configuration conf) throws IOException {
    return AtomicFile.at("--evaluation", evaluation, conf)
        .read(MAX_EVALUATION_BYTES)
        .orElseThrow(
            () ->
                new UserException(
                    "There is no file " + evaluation + ": write one with evaluate --out first."));
  }

  private static Map<String, Object> answer(ModelGate gate, List<CheckResult> checks) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model", gate.model());
    answer.put("network_sha256", gate.networkSha256());
    answer.putAll(gate.facts());
    answer.put("published", gate.isAgainstAModel());
    answer.put("checks", checks);
    answer.put("failed", CheckResult.failed(checks));
    return answer;
  }
}
