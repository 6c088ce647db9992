package io.partita.lake.stats;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.partita.lake.TableShare;
import io.partita.lake.table.StatisticsPlan.Categories;
import io.partita.lake.table.StatisticsPlan.Identity;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The values of a table's columns, counted by Spark: all columns in one query, in which a row comes
 * once for each column. Nothing is estimated, and what does not fit in memory is spilled.
 */
public final class ColumnValues {
  /** Of a column of free text there may be as many categories as rows. */
  static final int MOST_CATEGORIES = 200;

  private ColumnValues() {}

  /**
   * Rows (column, distinct, repeated, leaks): how many values it has, how many rows have one that
   * another row has had, how many values are in several splits. A column without values has no row.
   */
  public static List<Row> identities(List<Identity> plan, Dataset<Row> table) {
    boolean hasSplits = List.of(table.columns()).contains("split");
    List<Column> columns = new ArrayList<>();
    for (Identity column : plan) {
      columns.add(
          struct(
              lit(column.column()).as("column"), col(column.column()).cast("string").as("value")));
    }
    return table
        .select(
            hasSplits ? col("split") : lit(null).cast("string").as("split"),
            explode(array(columns.toArray(Column[]::new))).as("in"))
        .where("in.value IS NOT NULL")
        .groupBy("in.column", "in.value")
        .agg(count(lit(1)).as("n"), min("split").as("first"), max("split").as("last"))
        .groupBy("column")
        .agg(
            count(lit(1)).as("distinct"),
            sum(col("n").minus(1)).as("repeated"),
            count_if(expr("first <> last")).as("leaks"))
        .collectAsList();
  }

  /**
   * Rows (column, kept, n), kept the category, the most frequent first. Those beyond the first
   * {@link #MOST_CATEGORIES} of a column are one row whose kept is null, its last.
   */
  static List<Row> frequencies(List<Categories> plan, Dataset<Row> table) {
    List<Column> categories = new ArrayList<>();
    List<Column> named = new ArrayList<>();
    for (Categories column : plan) {
      categories.add(expr(column.sql()).as(column.column()));
      named.add(
          transform(
              col(column.column()),
              category -> struct(lit(column.column()).as("column"), category.as("category"))));
    }
    Column rank =
        row_number().over(Window.partitionBy("column").orderBy(desc("n"), col("category").asc()));
    return table
        .select(categories.toArray(Column[]::new))
        // Millions of notes have few combinations of categories.
        .groupBy(TableShare.columns(plan.stream().map(Categories::column).toArray(String[]::new)))
        .agg(count(lit(1)).as("rows"))
        .select(
            explode(flatten(array_compact(array(named.toArray(Column[]::new))))).as("in"),
            col("rows"))
        .where("in.category IS NOT NULL")
        .groupBy("in.column", "in.category")
        .agg(sum("rows").as("n"))
        .select(
            col("column"), when(rank.leq(MOST_CATEGORIES), col("category")).as("kept"), col("n"))
        .groupBy("column", "kept")
        .agg(sum("n").as("n"))
        .sort(col("column"), col("kept").isNull(), desc("n"), col("kept").asc())
        .collectAsList();
  }
}
