package io.partita.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits of this machine that a process runs into, each with the setting that raises it. */
final class MachineLimit {
  /** What a command with Spark inside opens: its jars, the input, the tables and the shuffle. */
  static final int OPEN_FILES = 512;

  private static final Pattern TASK_ON = Pattern.compile("\\([^()]* executor (\\w+)\\)");
  private static final Pattern TOO_SMALL = Pattern.compile("memory (\\d+) must be at least (\\d+)");
  private static final Pattern OPEN_FILES_LIMIT =
      Pattern.compile("Max open files\\s+(\\d+)\\s+(\\S+)");

  /** Exit codes of executors that ran out of heap, or were ended for it. */
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile(
          "exited with code (52|137)\\b|exit (?:code|status):? (52|137)\\b"
              + "|exceeding (?:physical |virtual )?memory limits|OOMKilled");

  private MachineLimit() {}

  /** The limit that a link ran into, and what to do; empty where none did. */
  static Optional<String> exceeded(List<FailureLink> chain, int i) {
    FailureLink link = chain.get(i);
    if (link.is(OutOfMemoryError.class)) {
      return Optional.of(memory(chain, link.message()));
    }
    Matcher small = TOO_SMALL.matcher(link.message());
    if (small.find()) {
      String heap = small.group(1);
      return Optional.of(
          heap(link.message().contains("INVALID_EXECUTOR_MEMORY"), mib(Long.parseLong(heap)))
              + " Spark needs "
              + mib(Long.parseLong(small.group(2)))
              + " at least.");
    }
    if (link.message().contains("ExecutorLostFailure")
        && OUT_OF_MEMORY.matcher(link.message()).find()) {
      return Optional.of(heap(true, executorMemory()));
    }
    if (link.message().contains("Too many open files")) {
      return Optional.of(link.message() + ". " + files(openFiles(), 4 * openFiles()));
    }
    return Optional.empty();
  }

  /** Why this process cannot even begin; empty where it can. */
  static Optional<String> tooFewFiles() {
    long limit = openFiles();
    return limit < OPEN_FILES
        ? Optional.of("Failed: " + files(limit, OPEN_FILES))
        : Optional.empty();
  }

  private static String files(long limit, long needed) {
    return String.format(
        Locale.ROOT,
        "This process may have %,d files open (ulimit -n), and %,d are needed: ulimit -n %d.",
        limit,
        Math.max(OPEN_FILES, needed),
        Math.max(OPEN_FILES, needed));
  }

  /** The limit in force, which Java has raised as far as it may. */
  private static long openFiles() {
    try {
      Matcher limit = OPEN_FILES_LIMIT.matcher(Files.readString(Path.of("/proc/self/limits")));
      return limit.find() ? Long.parseLong(limit.group(1)) : Long.MAX_VALUE;
    } catch (IOException | NumberFormatException e) { // no Linux, or none at all
      return Long.MAX_VALUE;
    }
  }

  private static String memory(List<FailureLink> chain, String message) {
    if (message.contains("native thread")) {
      return "The operating system gives this process no more threads (ulimit -u, or pids.max of"
          + " its container): "
          + message
          + ".";
    }
    if (message.contains("hysical memory")) {
      return message + ": see 'Threads and memory of trainings' in docs/operations.md.";
    }
    if (message.contains("Metaspace") || message.contains("irect buffer memory")) {
      return "This Java has no memory left (" + message + "): PARTITA_MEMORY gives it more.";
    }
    boolean isExecutors =
        chain.stream()
            .map(link -> TASK_ON.matcher(link.message()))
            .anyMatch(task -> task.find() && !task.group(1).equals("driver"));
    return heap(
        isExecutors, isExecutors ? executorMemory() : mib(Runtime.getRuntime().maxMemory()));
  }

  private static String heap(boolean isExecutors, String limit) {
    return isExecutors
        ? "The heap of an executor is full, which is "
            + limit
            + ": give it more, as PARTITA_SPARK_OPTS=\"--executor-memory 8g\"."
        : "The heap of this Java is full, which is "
            + limit
            + ": give it more, as PARTITA_MEMORY="
            + Math.max(4, Runtime.getRuntime().maxMemory() >> 29)
            + "g.";
  }

  private static String executorMemory() {
    return System.getProperty("spark.executor.memory", "1g").replaceFirst("(?i)g$", " GiB");
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }
}
