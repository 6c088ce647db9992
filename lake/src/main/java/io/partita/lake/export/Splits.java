package io.partita.lake.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The splits of what is exported, in the order of a training. Where nothing has a split all of it
 * is train; otherwise rows without one are left out.
 *
 * @param leftOut documents without a split
 */
record Splits(List<Size> sizes, long leftOut) {
  private static final List<String> ORDER = List.of("train", "validation", "test");

  /**
   * What a split holds.
   *
   * @param documents files or tracks
   * @param items tokens, frames or notes
   */
  record Size(String split, long documents, long rows, long items) {}

  static Splits of(ExportTable what, Dataset<Row> rows) {
    List<Size> sizes = new ArrayList<>();
    Size without = null;
    for (Row row :
        rows.groupBy(ExportTable.SPLIT)
            .agg(
                countDistinct(what.document()).as("documents"),
                count(lit(1)).as("rows"),
                sum(expr(what.items())).cast("bigint").as("items"))
            .collectAsList()) {
      Size size =
          new Size(
              row.getAs(ExportTable.SPLIT),
              row.getAs("documents"),
              row.getAs("rows"),
              row.getAs("items"));
      if (size.split() == null) {
        without = size;
      } else {
        sizes.add(size);
      }
    }
    if (sizes.isEmpty() && without != null) {
      return new Splits(
          List.of(new Size(ORDER.get(0), without.documents(), without.rows(), without.items())), 0);
    }
    sizes.sort(
        Comparator.comparing((Size size) -> Math.floorMod(ORDER.indexOf(size.split()), 9))
            .thenComparing(Size::split));
    return new Splits(sizes, without == null ? 0 : without.documents());
  }

  /** The rows of a split. */
  Dataset<Row> rowsOf(String split, Dataset<Row> rows) {
    Column isOfIt = col(ExportTable.SPLIT).equalTo(split);
    return rows.where(leftOut == 0 ? isOfIt.or(col(ExportTable.SPLIT).isNull()) : isOfIt)
        .drop(ExportTable.SPLIT);
  }
}
