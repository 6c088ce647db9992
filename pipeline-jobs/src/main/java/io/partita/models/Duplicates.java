package io.partita.models;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DUP_FILES;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import io.partita.lake.table.LakeTable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Files that hold the same music as another one that takes part: all of a cluster but the file that
 * stands for it, and where that takes no part all but the one of the first MD5.
 *
 * @param contents rows (midi_md5); null where there are none
 */
public record Duplicates(Dataset<Row> contents) {
  /** What trainings call them where they say what they left out. */
  public static final String FILES = "files of the same music as another";

  /** To leave nothing out. */
  public static final Duplicates NONE = new Duplicates(null);

  private static final String MD5 = "midi_md5";

  /**
   * Those to leave out; none where nobody looked for them.
   *
   * @param files that take part, with the column midi_md5, in any number of rows
   * @param areKept whether all take part
   */
  public static Duplicates toLeaveOut(
      Map<LakeTable, Dataset<Row>> tables, String dataset, Dataset<Row> files, boolean areKept) {
    if (areKept) {
      return NONE;
    }
    Dataset<Row> known =
        tables
            .get(DUP_FILES)
            .where(col(DATASET).equalTo(dataset))
            .select(MD5, "dup_cluster", "is_representative");
    Dataset<Row> others =
        known
            .join(files.select(MD5).distinct(), new String[] {MD5}, "left_semi")
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy("dup_cluster")
                            .orderBy(col("is_representative").desc(), col(MD5))))
            .where(col("place").gt(1))
            .select(MD5)
            .persist();
    return others.isEmpty() ? NONE : new Duplicates(others);
  }

  /** Of rows with a midi_md5 those of other files, and those without any. */
  public Dataset<Row> without(Dataset<Row> rows) {
    return contents == null
        ? rows
        : rows.join(broadcast(contents), new String[] {MD5}, "left_anti");
  }

  /** How many rows are of them, by the column split; splits without any are absent. */
  public Map<String, Long> countBySplit(Dataset<Row> rows) {
    Map<String, Long> counts = new TreeMap<>();
    if (contents != null) {
      rows.join(broadcast(contents), new String[] {MD5}, "left_semi")
          .where(col("split").isNotNull())
          .groupBy("split")
          .count()
          .collectAsList()
          .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    }
    return counts;
  }
}
