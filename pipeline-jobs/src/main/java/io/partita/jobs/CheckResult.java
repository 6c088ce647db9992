package io.partita.jobs;

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
  static final String HEADING = line("", "check", "table", "found", "wanted");

  String text() {
    return line(ok ? "ok" : "FAILED", check, table == null ? "" : table, found, wanted);
  }

  private static String line(String... cells) {
    String line = String.format(Locale.ROOT, "%-6s  %-10s  %-14s  %-34s  %s", (Object[]) cells);
    return line.stripTrailing();
  }
}
