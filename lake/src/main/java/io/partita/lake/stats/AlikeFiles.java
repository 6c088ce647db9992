package io.partita.lake.stats;

import static org.apache.spark.sql.functions.col;

import io.partita.lake.split.SplitLeaks;
import io.partita.lake.table.LakeTable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files of a data set that are alike.
 *
 * @param pairs by tier
 * @param leaks those of them in different splits
 */
record AlikeFiles(Map<String, Long> pairs, SplitLeaks leaks) {
  /** What statistics call leaks: a category of them is made, official or parted, and the tier. */
  private static final String SPLIT = "split";

  /**
   * Counts them.
   *
   * @param keepsOfficial whether splits of a catalog stand as the catalog has them
   * @param rows list that takes the figures of leaks
   */
  static AlikeFiles of(
      Map<LakeTable, Dataset<Row>> tables,
      String dataset,
      boolean keepsOfficial,
      StatisticsRows rows) {
    Map<String, Long> pairs = new LinkedHashMap<>();
    tables
        .get(LakeTable.DUP_PAIRS)
        .where(col(LakeTable.DATASET).equalTo(dataset))
        .groupBy("tier")
        .count()
        .sort(SplitLeaks.rank(), col("tier"))
        .collectAsList()
        .forEach(row -> pairs.put(row.getAs("tier"), row.getAs("count")));
    SplitLeaks leaks = SplitLeaks.of(tables, dataset, keepsOfficial);
    rows.count(
        LakeTable.DUP_PAIRS,
        SPLIT,
        "leaks",
        SplitLeaks.count(leaks.made())
            + SplitLeaks.count(leaks.official())
            + SplitLeaks.count(leaks.parted()));
    frequencies(rows, "made", leaks.made());
    frequencies(rows, "official", leaks.official());
    frequencies(rows, "parted", leaks.parted());
    return new AlikeFiles(pairs, leaks);
  }

  private static void frequencies(StatisticsRows rows, String kind, Map<String, Long> byTier) {
    byTier.forEach(
        (tier, pairs) -> rows.frequency(LakeTable.DUP_PAIRS, SPLIT, kind + " " + tier, pairs));
  }

  /** Two lines, each with its end. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%nNear-duplicates: %s%nIn two splits: %s%n",
        SplitLeaks.text(pairs),
        leaks.text());
  }
}
