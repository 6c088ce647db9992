package io.partita.cluster;

import io.partita.lake.file.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One process of a cluster. It outlives the program that started it and is known afterwards by a
 * file with its pid and the time it began, so that a later process with the same pid is not taken
 * for it.
 */
final class Daemon {
  private static final long PATIENCE_S = 10;
  private static final int LOG_LINES = 12;

  private final String name;
  private final String address;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path pidFile;
  private final Path log;
  private final BooleanSupplier answers;

  /** How a daemon is. */
  enum State {
    /** Its process runs and it can be used. */
    UP,
    /** Its process runs and cannot be used, not yet or no longer. */
    SILENT,
    /** There is no process. */
    DOWN
  }

  /** What the pid file holds; {@code startedMs} is milliseconds since 1970. */
  record Started(long pid, long startedMs) {}

  /**
   * @param folder the cluster's
   * @param address where people find it
   * @param answers whether it can be used now
   */
  Daemon(
      String name,
      String address,
      Path folder,
      List<String> command,
      Map<String, String> environment,
      BooleanSupplier answers) {
    this.name = name;
    this.address = address;
    this.command = command;
    this.environment = environment;
    this.answers = answers;
    this.pidFile = folder.resolve("run/" + name + ".json");
    this.log = folder.resolve("logs/" + name + ".log");
  }

  public String name() {
    return name;
  }

  /** Its address for people: a web page, or host and port where it has none. */
  public String address() {
    return address;
  }

  public Path log() {
    return log;
  }

  /** Whether it does its work. */
  boolean answers() {
    return answers.getAsBoolean();
  }

  State state() throws IOException {
    if (process().isEmpty()) {
      return State.DOWN;
    }
    return answers() ? State.UP : State.SILENT;
  }

  /** The process, while it runs. */
  public Optional<ProcessHandle> process() throws IOException {
    try {
      Started started = Json.MAPPER.readValue(pidFile.toFile(), Started.class);
      return ProcessHandle.of(started.pid())
          .filter(process -> process.isAlive() && startedMs(process) == started.startedMs());
    } catch (java.io.FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Starts it, whatever became of an earlier one. */
  void start() throws IOException {
    Files.createDirectories(pidFile.getParent());
    Files.createDirectories(log.getParent());
    // In a session of its own: Ctrl-C in the terminal is not meant for it.
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(command);
    ProcessHandle process = launch(words).toHandle();
    Json.MAPPER.writeValue(pidFile.toFile(), new Started(process.pid(), startedMs(process)));
  }

  /** Runs it once with other words at its end, as to format a disk: it ends by itself. */
  Process once(String... more) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(more));
    Files.createDirectories(log.getParent());
    return launch(words);
  }

  private Process launch(List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(key -> key.matches("(SPARK|HADOOP|HDFS)_.*"));
    builder.environment().putAll(environment);
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectErrorStream(true)
        .start();
  }

  /**
   * Stops it, and what it started itself: by request, and where it does not listen by force.
   *
   * @return whether it ran
   */
  boolean stop() throws IOException {
    Optional<ProcessHandle> process = process();
    if (process.isPresent()) {
      List<ProcessHandle> family =
          Stream.concat(process.stream(), process.get().descendants()).toList();
      process.get().destroy();
      if (!isGone(process.get())) {
        process.get().destroyForcibly();
      }
      family.forEach(ProcessHandle::destroyForcibly);
    }
    Files.deleteIfExists(pidFile);
    return process.isPresent();
  }

  private static boolean isGone(ProcessHandle process) {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(PATIENCE_S, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("Waiting for process " + process.pid() + " failed", e);
    }
  }

  /** The last lines that it logged. */
  List<String> endOfLog() throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
  }

  private static long startedMs(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
