package io.partita.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process holds outside of Java's heap, as Linux counts it; nothing on other systems.
 * DuckDB's own limit counts neither strings nor lists that a query computes.
 */
final class NativeMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String HELD = "RssAnon:";

  private final long limitBytes;

  private NativeMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** As much more as is held now. */
  static NativeMemory limited(long moreBytes) {
    return new NativeMemory(bytes() + moreBytes);
  }

  boolean isExceeded() {
    return bytes() > limitBytes;
  }

  private static long bytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(HELD)) {
          long kib = Long.parseLong(line.replaceAll("\\D", ""));
          return (kib << 10) - Runtime.getRuntime().totalMemory();
        }
      }
    } catch (IOException e) {
      // No Linux: there is no such file.
    }
    return 0;
  }
}
