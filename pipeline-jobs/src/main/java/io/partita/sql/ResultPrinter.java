package io.partita.sql;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.lake.file.Json;
import io.partita.terminal.VisibleText;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

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
  void table(Dataset<Row> rows) {
    boolean isCommand = rows.queryExecution().analyzed() instanceof Command;
    if (isCommand && rows.columns().length == 1) {
      text(rows);
    } else {
      table(rows, isCommand ? Integer.MAX_VALUE : TABLE_CELL_CHARS);
    }
  }

  /** One column, whose cells may be pages. */
  private void text(Dataset<Row> rows) {
    String name = rows.columns()[0];
    out.println(name);
    out.println("-".repeat(name.length()));
    asText(rows).toLocalIterator().forEachRemaining(row -> out.println(row.getString(0).strip()));
  }

  private void table(Dataset<Row> rows, int cellChars) {
    StructField[] fields = rows.schema().fields();
    List<String[]> cells = new ArrayList<>();
    cells.add(rows.schema().fieldNames());
    List<Row> first = asText(rows).takeAsList(TABLE_ROWS + 1);
    for (Row row : first.subList(0, Math.min(first.size(), TABLE_ROWS))) {
      cells.add(texts(row, "NULL"));
    }
    int[] widths = new int[fields.length];
    for (String[] row : cells) {
      for (int i = 0; i < row.length; i++) {
        row[i] = cut(row[i], cellChars);
        widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
      }
    }
    for (int r = 0; r < cells.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < fields.length; i++) {
        boolean right = fields[i].dataType() instanceof NumericType;
        line.append(i == 0 ? "" : "  ").append(padded(cells.get(r)[i], widths[i], right));
      }
      out.println(line.toString().stripTrailing());
      if (r == 0) {
        out.println(
            String.join("  ", Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new)));
      }
    }
    if (first.size() > TABLE_ROWS) {
      System.err.println(
          "Only the first " + TABLE_ROWS + " rows are shown; --format csv or jsonl gives all.");
    }
  }

  /** RFC 4180 with a header; null is empty, arrays and maps are JSON, binary is base64. */
  void csv(Dataset<Row> rows) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').build();
    CSVPrinter printer = new CSVPrinter(out, format);
    Iterator<Row> iterator = asText(rows).toLocalIterator();
    boolean any = iterator.hasNext();
    printer.printRecord((Object[]) rows.schema().fieldNames());
    while (any && iterator.hasNext()) {
      printer.printRecord((Object[]) texts(iterator.next(), ""));
    }
    printer.flush();
  }

  /** One JSON object a line, in column order. */
  void jsonLines(Dataset<Row> rows) {
    asJson(rows).toLocalIterator().forEachRemaining(out::println);
  }

  /** One object with the columns' names and the rows, each an object too. */
  void json(Dataset<Row> rows) throws JsonProcessingException {
    out.print("{\"columns\":" + Json.MAPPER.writeValueAsString(rows.columns()) + ",\"rows\":[");
    Iterator<String> objects = asJson(rows).toLocalIterator();
    while (objects.hasNext()) {
      out.print(objects.next() + (objects.hasNext() ? "," : ""));
    }
    out.println("]}");
  }

  /** Each row as an object with all of its columns, nulls too. */
  private static Dataset<String> asJson(Dataset<Row> rows) {
    String[] names = rows.columns();
    Column[] columns = new Column[names.length];
    Arrays.setAll(columns, i -> col(position(i)).as(names[i]));
    return byPosition(rows)
        .select(to_json(struct(columns), Map.of("ignoreNullFields", "false")))
        .as(Encoders.STRING());
  }

  /** A query may give two columns the same name. */
  private static Dataset<Row> byPosition(Dataset<Row> rows) {
    String[] positions = new String[rows.columns().length];
    Arrays.setAll(positions, ResultPrinter::position);
    return rows.toDF(positions);
  }

  private static String position(int column) {
    return "c" + column;
  }

  private static Dataset<Row> asText(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    Column[] columns = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Column column = col(position(i));
      if (fields[i].dataType() instanceof ArrayType
          || fields[i].dataType() instanceof MapType
          || fields[i].dataType() instanceof StructType) {
        columns[i] = to_json(column).as(position(i));
      } else if (fields[i].dataType() instanceof BinaryType) {
        columns[i] = base64(column).as(position(i));
      } else {
        columns[i] = column.cast("string").as(position(i));
      }
    }
    return byPosition(rows).select(columns);
  }

  private static String[] texts(Row row, String nullText) {
    String[] texts = new String[row.size()];
    Arrays.setAll(texts, i -> row.isNullAt(i) ? nullText : row.getString(i));
    return texts;
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
