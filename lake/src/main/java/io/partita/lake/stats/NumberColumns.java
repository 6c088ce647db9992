package io.partita.lake.stats;

import static org.apache.spark.sql.functions.expr;

import io.partita.lake.table.StatisticsPlan;
import io.partita.statistics.ColumnSummary;
import io.partita.statistics.RankSearch;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * The columns of numbers of one table, read together. The driver gets one summary of each, from
 * parts that were added on the executors.
 */
final class NumberColumns {
  private final List<StatisticsPlan.Numbers> plan;
  private final Dataset<Row> rows;

  NumberColumns(List<StatisticsPlan.Numbers> plan, Dataset<Row> table) {
    this.plan = plan;
    Column[] columns =
        plan.stream()
            .map(column -> expr(column.sql()).cast("double").as(column.column()))
            .toArray(Column[]::new);
    this.rows = table.select(columns);
  }

  /**
   * One pass.
   *
   * @param done counter of the rows
   * @return a summary for each column
   */
  List<ColumnSummary> summaries(LongAccumulator done) {
    List<ColumnSummary> none =
        new ArrayList<>(plan.stream().map(column -> new ColumnSummary(column.bins())).toList());
    return rows.toJavaRDD()
        .treeAggregate(
            none,
            (summaries, row) -> {
              for (int i = 0; i < summaries.size(); i++) {
                if (!row.isNullAt(i)) {
                  summaries.get(i).add(row.getDouble(i));
                }
              }
              done.add(1);
              return summaries;
            },
            (summaries, others) -> {
              for (int i = 0; i < summaries.size(); i++) {
                summaries.get(i).add(others.get(i));
              }
              return summaries;
            });
  }

  /**
   * The median of each column, in as many more passes as it takes, three at most.
   *
   * @return null where a column has no numbers
   */
  List<Double> medians(List<ColumnSummary> summaries) {
    List<List<RankSearch>> searches =
        summaries.stream().map(ColumnSummary::medianSearches).toList();
    while (!searches.stream().allMatch(NumberColumns::isFound)) {
      searches =
          pass(searches).stream()
              .map(column -> column.stream().map(RankSearch::narrowed).toList())
              .toList();
    }
    List<Double> medians = new ArrayList<>();
    for (List<RankSearch> middle : searches) {
      medians.add(
          middle.isEmpty() ? null : (Double) ((middle.get(0).value() + middle.get(1).value()) / 2));
    }
    return medians;
  }

  private static boolean isFound(List<RankSearch> column) {
    return column.stream().allMatch(RankSearch::isFound);
  }

  /** Shows every number to the searches of its column; those already found are not read again. */
  private List<List<RankSearch>> pass(List<List<RankSearch>> searches) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < searches.size(); i++) {
      if (!isFound(searches.get(i))) {
        open.add(i);
      }
    }
    Column[] columns = open.stream().map(i -> rows.col(rows.columns()[i])).toArray(Column[]::new);
    List<List<RankSearch>> none =
        new ArrayList<>(open.stream().map(searches::get).map(ArrayList::new).toList());
    JavaRDD<Row> read = rows.select(columns).toJavaRDD();
    List<List<RankSearch>> seen =
        read.treeAggregate(
            none,
            (found, row) -> {
              for (int i = 0; i < found.size(); i++) {
                if (!row.isNullAt(i)) {
                  for (RankSearch search : found.get(i)) {
                    search.add(row.getDouble(i));
                  }
                }
              }
              return found;
            },
            (found, others) -> {
              for (int i = 0; i < found.size(); i++) {
                for (int rank = 0; rank < found.get(i).size(); rank++) {
                  found.get(i).get(rank).add(others.get(i).get(rank));
                }
              }
              return found;
            });
    List<List<RankSearch>> all = new ArrayList<>(searches);
    for (int i = 0; i < open.size(); i++) {
      all.set(open.get(i), seen.get(i));
    }
    return all;
  }
}
