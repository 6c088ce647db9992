package io.partita.duckdb;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** What DuckDB says of a failed statement, as one line. */
public final class DuckMessage {
  private static final Pattern MEMORY =
      Pattern.compile("^Out of Memory Error|bad_alloc|bad allocation");

  private DuckMessage() {}

  /** Whether a statement failed for want of memory, by DuckDB's limit or the process's. */
  public static boolean isOutOfMemory(SQLException e) {
    return MEMORY.matcher(String.valueOf(e.getMessage())).find();
  }

  /** Without the names that it would have known and the statement's text. */
  public static String line(SQLException e) {
    return line(String.valueOf(e.getMessage()));
  }

  static String line(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    int candidates = line.indexOf("Candidate bindings");
    return candidates < 0 ? line : line.substring(0, candidates).strip();
  }
}
