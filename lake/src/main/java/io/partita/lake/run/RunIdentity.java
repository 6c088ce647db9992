package io.partita.lake.run;

import io.partita.Sha256;
import io.partita.lake.input.InputPlan;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which run this is.
 *
 * @param runId the first half of a SHA-256 over command, version, options and input fingerprints:
 *     the same run again, here or on a cluster, has the same id and makes the same rows
 * @param attempt start time and process: unique
 * @param state SHA-256 of what decides whether the same run again would make other rows: as the id,
 *     but with the versions of the rows instead of Partita's, and with the times of inputs whose
 *     fingerprints do not cover all of them
 * @param recipe the same of what decides the rows of each content, whatever the inputs are: a run
 *     of the same recipe makes the same rows of it
 */
public record RunIdentity(String runId, String attempt, String command, String state, String recipe)
    implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  public static RunIdentity of(
      RunOptions options, List<InputPlan.Source> inputs, List<InputPlan.Source> sideFiles) {
    StringBuilder read = new StringBuilder();
    StringBuilder times = new StringBuilder();
    inputs.forEach(input -> read.append("\ninput ").append(input.fingerprint()));
    sideFiles.forEach(file -> read.append("\nwith ").append(file.fingerprint()));
    Stream.concat(inputs.stream(), sideFiles.stream())
        .forEach(source -> times.append("\nat ").append(source.stamp()));
    return of(options, read.toString(), state(options, read + "" + times));
  }

  /**
   * A run that reads a data set of the lake.
   *
   * @param datasetRun the run that made it
   */
  public static RunIdentity ofDataset(RunOptions options, String dataset, String datasetRun) {
    String read = "\ndataset " + dataset + " of " + datasetRun;
    return of(options, read, state(options, read));
  }

  /** The same of a run that never ends unchanged. */
  public static RunIdentity ofDataset(
      String command, Map<String, Object> options, String dataset, String datasetRun) {
    return of(command, options, "\ndataset " + dataset + " of " + datasetRun, "", "");
  }

  private static RunIdentity of(RunOptions options, String read, String state) {
    String columns =
        options.made().stream().map(table -> table.schema().catalogString()).toList() + "";
    return of(options.command(), options.decisive(), read, state, state(options, columns));
  }

  private static RunIdentity of(
      String command, Map<String, Object> options, String read, String state, String recipe) {
    String runId =
        sha256(command + '\n' + Version.current() + '\n' + options + read).substring(0, 32);
    String attempt = TIME.format(Instant.now()) + "-" + ProcessHandle.current().pid();
    return new RunIdentity(runId, attempt, command, state, recipe);
  }

  /**
   * What decides whether a run would make something else than an earlier one.
   *
   * @param read all that it reads
   */
  public static String state(RunOptions options, String read) {
    Map<String, Integer> rows = new TreeMap<>();
    options.made().forEach(table -> rows.put(table.tableName(), table.spec().rows().version()));
    String by = rows.isEmpty() ? Version.current() : rows.toString();
    return sha256(options.command() + '\n' + by + '\n' + options.decisive() + read);
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** For the footers of data files. */
  public Map<String, String> provenance() {
    return Map.of(
        "partita.run_id", runId, "partita.command", command, "partita.version", Version.current());
  }
}
