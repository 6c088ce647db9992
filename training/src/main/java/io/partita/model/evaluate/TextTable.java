package io.partita.model.evaluate;

import io.partita.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of words and numbers in columns: the first flush left, the others flush right. */
public final class TextTable {
  private static final String BETWEEN = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** A number that may not be known. */
  public static String number(Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** An interval that may not be known. */
  public static String interval(Bootstrap.Interval interval) {
    return interval == null
        ? "-"
        : String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
  }

  /** Lines that end with a line break. */
  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder lines = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? "" : BETWEEN);
        line.append(i == 0 ? row.get(i) + space : space + row.get(i));
      }
      lines.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return lines.toString();
  }
}
