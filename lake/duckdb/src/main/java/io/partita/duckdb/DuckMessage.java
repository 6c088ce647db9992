package io.partita.duckdb;

import java.sql.SQLException;

/** What DuckDB says of a failed statement, as one line. */
public final class DuckMessage {
  private DuckMessage() {}

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
