package io.partita.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What this process holds outside of Java's heap, as Linux counts it; nothing on other systems.
 * DuckDB's own limit counts neither strings nor lists that a query computes.
 */
final class QueryMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String HELD = "RssAnon:";

  /** What a Java that runs one command was started with. */
  private static final String COMMAND = "io.partita.cli.Partita ";

  /** Its stack and its arena of the C library. */
  private static final long BYTES_OF_A_THREAD = 192L << 20;

  /** Its library and what a database without a table holds. */
  private static final long DUCKDB_BYTES = 144L << 20;

  private static final long LIMITED_SECONDS = 5;

  private final long limitBytes;

  private QueryMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** As much more as is held now. */
  static QueryMemory limited(long moreBytes) {
    return new QueryMemory(bytes() + moreBytes);
  }

  boolean isExceeded() {
    return bytes() > limitBytes;
  }

  /**
   * Lets the system refuse this process more than so much beside what it has now and what DuckDB
   * takes when it is opened, where the process is one command's: one value may take gigabytes
   * before anybody looks. Without Linux, or its command prlimit, or where the system refuses that,
   * {@link #isExceeded} remains.
   *
   * @return the command that sees to it meanwhile, for {@link #await}; null for none
   */
  static Process limitProcess(long moreBytes) {
    boolean isOneCommand = System.getProperty("sun.java.command", "").startsWith(COMMAND);
    long addressSpace = isOneCommand ? bytes("VmSize:") : 0;
    if (addressSpace == 0) {
      return null;
    }
    long threads = Runtime.getRuntime().availableProcessors() * BYTES_OF_A_THREAD;
    try {
      return new ProcessBuilder(
              "prlimit",
              "--pid=" + ProcessHandle.current().pid(),
              "--as=" + (addressSpace + DUCKDB_BYTES + moreBytes + threads) + ":")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      return null; // No prlimit: isExceeded remains.
    }
  }

  /** Waits until the limit holds. */
  static void await(Process limiting) {
    try {
      if (limiting != null) {
        limiting.waitFor(LIMITED_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long bytes() {
    long held = bytes(HELD);
    return held == 0 ? 0 : held - Runtime.getRuntime().totalMemory();
  }

  private static long bytes(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          long kib = Long.parseLong(line.replaceAll("\\D", ""));
          return kib << 10;
        }
      }
    } catch (IOException e) {
      // No Linux: there is no such file.
    }
    return 0;
  }
}
