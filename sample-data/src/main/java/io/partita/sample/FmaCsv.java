package io.partita.sample;

import io.partita.fma.FmaColumn;
import io.partita.fma.FmaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of the Free Music Archive's CSV files, written as pandas writes them. */
final class FmaCsv {
  private FmaCsv() {}

  /**
   * The header rows of a table, each with its line end. Over the key stand the names of the header
   * rows, where the published file has such: {@code feature}, {@code statistics}, {@code number}.
   */
  static String header(FmaTable table) {
    List<FmaColumn> columns = table.columns();
    String key = columns.get(0).header().get(0);
    if (table == FmaTable.GENRES) {
      return row(columns.stream().map(column -> column.header().get(0)).toList());
    }
    List<String> over =
        table == FmaTable.FEATURES ? List.of("feature", "statistics", "number") : List.of();
    StringBuilder rows = new StringBuilder();
    for (int depth = 0; depth < columns.get(1).header().size(); depth++) {
      List<String> cells = new ArrayList<>();
      cells.add(over.isEmpty() ? "" : over.get(depth));
      for (FmaColumn column : columns.subList(1, columns.size())) {
        cells.add(column.header().get(depth));
      }
      rows.append(row(cells));
    }
    return rows + key + ",".repeat(columns.size() - 1) + "\n";
  }

  /** One row with its line end; cells with commas, quotes or line ends are quoted. */
  static String row(List<String> cells) {
    return cells.stream().map(FmaCsv::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** A Python list of texts, each in single quotes, or in double ones if it holds a single one. */
  static String texts(List<String> texts) {
    return texts.stream().map(FmaCsv::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String text(String text) {
    String escaped = text.replace("\\", "\\\\");
    return text.indexOf('\'') < 0
        ? "'" + escaped + "'"
        : text.indexOf('"') < 0 ? '"' + escaped + '"' : "'" + escaped.replace("'", "\\'") + "'";
  }
}
