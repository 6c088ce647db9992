package io.partita.sql;

import io.partita.lake.file.Json;
import io.partita.terminal.VisibleText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Prints the rows of a query: for people, for spreadsheets, for programs. */
final class ResultPrinter {
  private static final int TABLE_ROWS = 1000;
  private static final int TABLE_CELL_CHARS = 60;

  private final PrintStream out;

  ResultPrinter(PrintStream out) {
    this.out = out;
  }

  /**
   * A table with aligned columns; long cells are cut, and so is the table after 1,000 rows. What
   * DESCRIBE, EXPLAIN and the like answer is not cut.
   */
  void table(QueryRows rows) throws Exception {
    if (rows.isCommand() && rows.names().size() == 1) {
      text(rows);
    } else {
      table(rows, rows.isCommand() ? Integer.MAX_VALUE : TABLE_CELL_CHARS);
    }
  }

  /** One column, whose cells may be pages. */
  private void text(QueryRows rows) throws Exception {
    String name = rows.names().get(0);
    out.println(name);
    out.println("-".repeat(name.length()));
    rows.texts(Integer.MAX_VALUE).forEachRemaining(row -> out.println(row[0].strip()));
  }

  private void table(QueryRows rows, int cellChars) throws Exception {
    List<String[]> cells = new ArrayList<>();
    cells.add(rows.names().stream().map(name -> cut(name, cellChars)).toArray(String[]::new));
    Iterator<String[]> texts = rows.texts(TABLE_ROWS + 1);
    while (texts.hasNext() && cells.size() <= TABLE_ROWS) {
      String[] row = withNulls(texts.next(), "NULL");
      Arrays.setAll(row, i -> cut(row[i], cellChars));
      cells.add(row);
    }
    int[] widths = new int[rows.names().size()];
    for (String[] row : cells) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
      }
    }
    for (int r = 0; r < cells.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(i == 0 ? "" : "  ")
            .append(padded(cells.get(r)[i], widths[i], rows.isNumber(i)));
      }
      out.println(line.toString().stripTrailing());
      if (r == 0) {
        out.println(
            String.join("  ", Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new)));
      }
    }
    if (texts.hasNext()) {
      System.err.println(
          "Only the first " + TABLE_ROWS + " rows are shown; --format csv or jsonl gives all.");
    }
  }

  /** RFC 4180 with a header; null is empty, arrays and maps are JSON, binary is base64. */
  void csv(QueryRows rows) throws Exception {
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').build();
    CSVPrinter printer = new CSVPrinter(out, format);
    Iterator<String[]> iterator = rows.texts(Integer.MAX_VALUE);
    boolean any = iterator.hasNext();
    printer.printRecord(rows.names());
    while (any && iterator.hasNext()) {
      printer.printRecord((Object[]) withNulls(iterator.next(), ""));
    }
    printer.flush();
  }

  /** One JSON object a line, in column order. */
  void jsonLines(QueryRows rows) throws Exception {
    rows.objects().forEachRemaining(out::println);
  }

  /** One object with the columns' names and the rows, each an object too. */
  void json(QueryRows rows) throws Exception {
    out.print("{\"columns\":" + Json.MAPPER.writeValueAsString(rows.names()) + ",\"rows\":[");
    Iterator<String> objects = rows.objects();
    while (objects.hasNext()) {
      out.print(objects.next() + (objects.hasNext() ? "," : ""));
    }
    out.println("]}");
  }

  private static String[] withNulls(String[] row, String nullText) {
    return Arrays.stream(row).map(cell -> cell == null ? nullText : cell).toArray(String[]::new);
  }

  private static String cut(String text, int chars) {
    String line = VisibleText.line(text);
    if (line.codePointCount(0, line.length()) <= chars) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, chars - 1)) + "…";
  }

  private static String padded(String text, int width, boolean right) {
    String padding = " ".repeat(width - text.codePointCount(0, text.length()));
    return right ? padding + text : text + padding;
  }
}
