package io.partita.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.cli.Partita;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * A command of a DAG, parsed by the program's own command line.
 *
 * @param reads what must be there before it, as {@code data set groove} or {@code file /a/b.zip}
 * @param writes what is there after it
 * @param isKept whether it refuses to overwrite what it writes
 * @param waits how long for another run that is writing its data set, zero where it does not
 */
record DagCommand(
    String name,
    List<String> files,
    List<String> reads,
    List<String> writes,
    boolean isKept,
    Duration waits) {

  private static final CommandLine PROGRAM =
      Partita.program().setCaseInsensitiveEnumValuesAllowed(true);

  /** Command lines that were parsed before: tests run a DAG again and again. */
  private static final Map<List<String>, DagCommand> PARSED = new ConcurrentHashMap<>();

  /** Fails on a command line that the program would refuse, or by an earlier name. */
  static DagCommand of(List<String> arguments) {
    return PARSED.computeIfAbsent(arguments, DagCommand::parse);
  }

  private static DagCommand parse(List<String> arguments) {
    ParseResult parsed = PROGRAM.parseArgs(arguments.toArray(String[]::new)).subcommand();
    String name = arguments.get(0);
    assertThat(name)
        .as("a DAG uses today's names")
        .isEqualTo(parsed.commandSpec().name().replace(' ', '-'));
    List<String> files = new ArrayList<>();
    for (String option : List.of("--input", "--metadata", "--match-scores")) {
      files.addAll(values(parsed, option));
    }
    List<String> reads = new ArrayList<>();
    files.forEach(file -> reads.add("file " + file));
    List<String> writes = new ArrayList<>();
    String dataset = "data set " + value(parsed, "--dataset");
    String slices = "slices of " + value(parsed, "--dataset");
    String model = "model " + value(parsed, "--model");
    switch (name) {
      case "download" -> writes.add("folder " + value(parsed, "--out"));
      case "ingest-lmd", "ingest-midi", "ingest-fma", "ingest-audio" ->
          writes.add(parsed.hasMatchedOption("--stage-only") ? "staged " + dataset : dataset);
      case "check" ->
          reads.add(parsed.hasMatchedOption("--staged") ? "staged " + dataset : dataset);
      case "vacuum" -> reads.add(dataset);
      case "publish" -> {
        reads.add("staged " + dataset);
        writes.add(dataset);
      }
      case "stats" -> {
        reads.add(dataset);
        writes.add("statistics");
      }
      case "find-duplicates" -> {
        reads.add(dataset);
        writes.add("duplicates of " + value(parsed, "--dataset"));
      }
      case "split" -> {
        reads.add("duplicates of " + value(parsed, "--dataset"));
        writes.add(dataset);
      }
      case "slice-drums" -> {
        reads.add(dataset);
        writes.add(slices);
      }
      case "train-musicvae" -> {
        reads.add(slices);
        writes.add(model);
      }
      case "train-lstm" -> {
        reads.add(dataset);
        writes.add(model);
      }
      case "model-evaluate" -> {
        reads.addAll(List.of(dataset, model));
        writes.add("file " + value(parsed, "--out"));
      }
      case "model-check" -> reads.add("file " + value(parsed, "--evaluation"));
      case "generate" -> {
        reads.add(model);
        writes.add("folder " + value(parsed, "--out"));
      }
      case "model-publish" -> {
        reads.addAll(
            List.of(
                model, "file " + value(parsed, "--evaluation"), "file " + value(parsed, "--test")));
        writes.add("model " + value(parsed, "--out"));
      }
      case "report" -> writes.addAll(List.of("statistics", "folder " + value(parsed, "--out")));
      default -> throw new AssertionError("Say here what " + name + " reads and writes");
    }
    Duration waits =
        parsed.hasMatchedOption("--wait")
            ? parsed.matchedOptionValue("--wait", Duration.ZERO)
            : Duration.ZERO;
    boolean isKept = name.matches("train-.*|generate") && !parsed.hasMatchedOption("--replace");
    return new DagCommand(name, files, reads, writes, isKept, waits);
  }

  private static String value(ParseResult parsed, String option) {
    List<String> values = values(parsed, option);
    return values.isEmpty() ? null : values.get(0);
  }

  private static List<String> values(ParseResult parsed, String option) {
    if (!parsed.hasMatchedOption(option)) {
      return List.of();
    }
    Object value = parsed.matchedOptionValue(option, null);
    return value instanceof Collection<?> all
        ? all.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
