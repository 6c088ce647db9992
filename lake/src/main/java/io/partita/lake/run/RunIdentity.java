package io.partita.lake.run;

import io.partita.Sha256;
import io.partita.lake.input.InputPlan;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Which run this is.
 *
 * @param runId the first half of a SHA-256 over command, version, options and input fingerprints:
 *     the same run again, here or on a cluster, has the same id and makes the same rows
 * @param attempt start time and process: unique
 */
public record RunIdentity(String runId, String attempt, String command) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  public static RunIdentity of(
      String command,
      Map<String, Object> options,
      List<InputPlan.Source> inputs,
      List<InputPlan.Source> sideFiles) {
    StringBuilder read = new StringBuilder();
    inputs.forEach(input -> read.append("\ninput ").append(input.fingerprint()));
    sideFiles.forEach(file -> read.append("\nwith ").append(file.fingerprint()));
    return of(command, options, read.toString());
  }

  /**
   * A run that reads a data set of the lake.
   *
   * @param datasetRun the run that made it
   */
  public static RunIdentity ofDataset(
      String command, Map<String, Object> options, String dataset, String datasetRun) {
    return of(command, options, "\ndataset " + dataset + " of " + datasetRun);
  }

  private static RunIdentity of(String command, Map<String, Object> options, String read) {
    MessageDigest sha = Sha256.begin();
    String text = command + '\n' + Version.current() + '\n' + options + read;
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    String runId = HexFormat.of().formatHex(sha.digest(), 0, 16);
    String attempt = TIME.format(Instant.now()) + "-" + ProcessHandle.current().pid();
    return new RunIdentity(runId, attempt, command);
  }

  /** For the footers of data files. */
  public Map<String, String> provenance() {
    return Map.of(
        "partita.run_id", runId, "partita.command", command, "partita.version", Version.current());
  }
}
