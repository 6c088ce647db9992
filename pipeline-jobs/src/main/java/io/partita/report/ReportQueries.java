package io.partita.report;

import static io.partita.lake.table.LakeTable.STATISTICS;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.Plot;
import io.partita.report.plot.DrawnPlot;
import io.partita.report.plot.Listings;
import io.partita.report.plot.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Asks the lake what a report shows. Every answer is as small as what is read on a page. */
final class ReportQueries {
  private final SparkSession spark;
  private final Set<List<String>> counted = new HashSet<>();

  /** Takes the tables as views. */
  ReportQueries(SparkSession spark, Map<LakeTable, Dataset<Row>> tables) {
    this.spark = spark;
    // Hundreds of queries over few rows: to compile each would cost more than it gains.
    spark.conf().set("spark.sql.codegen.wholeStage", "false");
    tables.forEach((table, rows) -> rows.createOrReplaceTempView(table.tableName()));
    // A few thousand rows, which nearly all queries read.
    tables.get(STATISTICS).coalesce(1).cache().createOrReplaceTempView(STATISTICS.tableName());
    counted.addAll(rows("SELECT DISTINCT dataset, table || '.' || column FROM statistics").cells());
  }

  /** The plots with something to see, in their order. */
  List<DrawnPlot> drawn(List<Plot> plots, String dataset) {
    List<DrawnPlot> drawn = new ArrayList<>();
    for (Plot plot : plots) {
      if (plot.counted() != null && !counted.contains(List.of(dataset, plot.counted()))) {
        continue; // a query costs a tenth of a second
      }
      String sql = plot.sqlFor(dataset);
      DrawnPlot made = new DrawnPlot(plot, sql, rows(sql));
      if (!made.isBlank()) {
        drawn.add(made);
      }
    }
    return drawn;
  }

  /** The figures of a data set's card, those that are not 0. */
  List<Figure> card(String dataset) {
    List<Figure> figures = new ArrayList<>();
    Listings.CARD.forEach(
        (label, sql) -> {
          for (List<String> row : rows(sql.replace(":name", Plot.quoted(dataset))).cells()) {
            if (row.get(0) != null && !row.get(0).equals("0")) {
              figures.add(new Figure(label, grouped(new BigDecimal(row.get(0)))));
            }
          }
        });
    return figures;
  }

  private static String grouped(BigDecimal number) {
    return number.scale() > 0
        ? String.format(Locale.ROOT, "%,.2f", number)
        : String.format(Locale.ROOT, "%,d", number.toBigInteger());
  }

  /** The answer to a query whose rows are few. */
  Rows rows(String sql) {
    Dataset<Row> answer = spark.sql(sql);
    List<List<String>> cells = new ArrayList<>();
    for (Row row : answer.collectAsList()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        texts.add(text(row.get(i)));
      }
      cells.add(texts);
    }
    return new Rows(List.of(answer.columns()), cells);
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number) ? plain(BigDecimal.valueOf(number)) : null;
    }
    return value == null ? null : value.toString();
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
