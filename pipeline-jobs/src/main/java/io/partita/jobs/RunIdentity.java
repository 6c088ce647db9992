package io.partita.jobs;

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
record RunIdentity(String runId, String attempt, String command) implements Serializable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  static RunIdentity of(
      String command,
      Map<String, Object> options,
      List<InputPlan.Source> inputs,
      List<InputPlan.Source> sideFiles) {
    MessageDigest sha = InputPlan.sha256();
    StringBuilder text = new StringBuilder();
    text.append(command).append('\n').append(Version.current()).append('\n').append(options);
    inputs.forEach(input -> text.append("\ninput ").append(input.fingerprint()));
    sideFiles.forEach(file -> text.append("\nwith ").append(file.fingerprint()));
    sha.update(text.toString().getBytes(StandardCharsets.UTF_8));
    String runId = HexFormat.of().formatHex(sha.digest(), 0, 16);
    String attempt = TIME.format(Instant.now()) + "-" + ProcessHandle.current().pid();
    return new RunIdentity(runId, attempt, command);
  }

  /** For the footers of data files. */
  Map<String, String> provenance() {
    return Map.of(
        "partita.run_id", runId, "partita.command", command, "partita.version", Version.current());
  }
}
