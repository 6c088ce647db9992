package io.partita.lake.check;

import io.partita.lake.run.ExitCode;
import io.partita.terminal.AlignedLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * What came of one check.
 *
 * @param check its name, as nulls or top1
 * @param table that was looked at; null where it was the data set as a whole, or a model
 * @param found for a person, as 12 rows
 * @param wanted the same of what it should be
 */
public record CheckResult(String check, String table, String found, String wanted, boolean ok) {
  /** A longer cell, as with a file's name, pushes its own line only. */
  private static final int WIDEST = 40;

  /** A line for each check, the failed ones last, where they are seen; then how many those are. */
  public static String text(List<CheckResult> checks) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("", "check", "table", "found", "wanted"));
    checks.stream().filter(CheckResult::ok).map(CheckResult::cells).forEach(lines::add);
    checks.stream().filter(check -> !check.ok()).map(CheckResult::cells).forEach(lines::add);
    if (checks.stream().allMatch(check -> check.table() == null)) {
      lines.replaceAll(cells -> List.of(cells.get(0), cells.get(1), cells.get(3), cells.get(4)));
    }
    StringJoiner text = new StringJoiner(System.lineSeparator());
    AlignedLines.of(lines, WIDEST).forEach(text::add);
    text.add("");
    text.add(String.format(Locale.ROOT, "%d of %d checks failed.", failed(checks), checks.size()));
    return text.toString();
  }

  public static long failed(List<CheckResult> checks) {
    return checks.stream().filter(check -> !check.ok()).count();
  }

  public static int exitCode(List<CheckResult> checks) {
    return failed(checks) == 0 ? ExitCode.OK : ExitCode.NOT_GOOD_ENOUGH;
  }

  private List<String> cells() {
    return List.of(ok ? "ok" : "FAILED", check, table == null ? "" : table, found, wanted);
  }
}
