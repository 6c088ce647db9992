package io.partita.jobs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Locale;

/**
 * What came of one check.
 *
 * @param check its name: published, tables, rejected, run, readable, rows, nulls, unique, min_rows,
 *     references or leaks
 * @param table that was looked at; null where it was the data set as a whole
 * @param found for a person, as 12 rows
 * @param wanted the same of what it should be
 */
record CheckResult(String check, String table, String found, String wanted, boolean ok) {
  private static final String LINE = "%-6s  %-10s  %-14s  %-34s  %s";
  static final String HEADING = line("", "check", "table", "found", "wanted");

  @JsonIgnore
  String text() {
    return line(ok ? "ok" : "FAILED", check, table == null ? "" : table, found, wanted);
  }

  private static String line(String... cells) {
    return String.format(Locale.ROOT, LINE, (Object[]) cells).stripTrailing();
  }
}
