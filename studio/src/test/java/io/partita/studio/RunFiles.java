package io.partita.studio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What runs tell of themselves in a lake, as {@code partita-lake} writes it. */
final class RunFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private int written;

  RunFiles(Path lake) throws IOException {
    folder = Files.createDirectories(lake.resolve("_partita/_running"));
  }

  /** A run of this process that has just told of itself. */
  ObjectNode running() throws IOException {
    Instant now = Instant.now();
    return JSON.createObjectNode()
        .put("command", "ingest midi FOLDER")
        .put("version", "0.1.0")
        .put("dataset", "songs")
        .putNull("model")
        .put("host", java.net.InetAddress.getLocalHost().getHostName())
        .put("pid", ProcessHandle.current().pid())
        .put("pid_started", started(ProcessHandle.current()))
        .put("begun_at", now.minusSeconds(60).toString())
        .put("updated_at", now.toString())
        .putNull("ended_at")
        .putNull("exit_code")
        .put("stage", "Parsing")
        .put("unit", "files")
        .put("done", 30)
        .put("total", 120)
        .put("seconds_left", 12.0);
  }

  static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /**
   * Writes it.
   *
   * @return its id; a later one is newer
   */
  String write(ObjectNode run) throws IOException {
    String id = "20261126T1057%02d-0000000a".formatted(written++);
    Files.writeString(folder.resolve(id + ".json"), run.put("id", id).toString());
    return id;
  }

  /** A training that has so many metrics. */
  String training(Path model, int metrics) throws IOException {
    Files.createDirectories(model);
    Files.writeString(model.resolve("metrics.jsonl"), "");
    add(model, 0, metrics);
    return write(running().put("command", "train lstm").put("model", model.toString()));
  }

  /** Metrics from an iteration on, the odd ones validated. */
  static void add(Path model, int from, int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      lines.append(
          "{\"epoch\": %s, \"iteration\": %d, \"loss\": %s, \"validation_loss\": %s, \"training\": {%s}}%n"
              .formatted(
                  (i + 1) / 10.0,
                  i + 1,
                  1.0 / (i + 1),
                  i % 2 == 0 ? "null" : "0.5",
                  i % 2 == 0 ? "" : "\"accuracy\": 0.25"));
    }
    Files.writeString(
        model.resolve("metrics.jsonl"),
        lines.toString().replace(System.lineSeparator(), "\n"),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
