package io.partita.model.run;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.DUP_FILES;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;

import io.partita.lake.table.LakeTable;
import io.partita.lake.table.ValueCounts;
import io.partita.model.run.DuplicateOptions.Of;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Files that hold the same music as another one that takes part: all of a cluster but the file that
 * represents it, and where that takes no part all but the one of the first MD5. Where the files of
 * a cluster weigh as one, those of the training's split stay that are in for a file of it.
 *
 * @param contents to leave out, rows (midi_md5); null where there are none
 * @param clusters of contents that are trained on, where several of one are; by their MD5s
 */
public record Duplicates(Dataset<Row> contents, Map<String, String> clusters) {
  /** What trainings call them where they say what they left out. */
  public static final String FILES = "files of the same music as another";

  /** To leave nothing out. */
  public static final Duplicates NONE = new Duplicates(null, Map.of());

  private static final String MD5 = "midi_md5";
  private static final String CLUSTER = "dup_cluster";
  private static final String TRAINED = "trained";
  private static final String STANDING = "standing";

  /**
   * Those to leave out; none where nobody looked for them.
   *
   * @param files that take part, with the columns midi_md5 and split, in any number of rows
   * @param choice of what becomes of them
   */
  public static Duplicates of(
      Map<LakeTable, Dataset<Row>> tables, String dataset, Dataset<Row> files, FileChoice choice) {
    if (choice.duplicates() == Of.KEEP) {
      return NONE;
    }
    WindowSpec ofCluster =
        Window.partitionBy(CLUSTER).orderBy(col("is_representative").desc(), col(MD5));
    Dataset<Row> contents =
        files
            .groupBy(MD5)
            .agg(max(col("split").equalTo(choice.fold().split(TrainingRun.TRAIN))).as(TRAINED));
    Dataset<Row> known =
        tables
            .get(DUP_FILES)
            .where(col(DATASET).equalTo(dataset))
            .select(MD5, CLUSTER, "is_representative")
            .join(contents, MD5)
            .withColumn("place", row_number().over(ofCluster))
            .withColumn(STANDING, first(TRAINED).over(ofCluster));
    Column stays = lit(choice.duplicates() == Of.WEIGH).and(col(TRAINED)).and(col(STANDING));
    Dataset<Row> others = known.where(col("place").gt(1).and(not(stays))).select(MD5).persist();
    return new Duplicates(others.isEmpty() ? null : others, clusters(known.where(stays)));
  }

  private static Map<String, String> clusters(Dataset<Row> trained) {
    Map<String, String> clusters = new HashMap<>();
    trained
        .withColumn("members", count(lit(1)).over(Window.partitionBy(CLUSTER)))
        .where(col("members").gt(1))
        .select(MD5, CLUSTER)
        .toLocalIterator()
        .forEachRemaining(row -> clusters.put(row.getAs(MD5), row.getAs(CLUSTER)));
    return clusters;
  }

  /** Of rows with a midi_md5 those of other files, and those without any. */
  public Dataset<Row> without(Dataset<Row> rows) {
    return contents == null
        ? rows
        : rows.join(broadcast(contents), new String[] {MD5}, "left_anti");
  }

  /** How many rows are of them, by the column split; splits without any are absent. */
  public Map<String, Long> countBySplit(Dataset<Row> rows) {
    return contents == null
        ? Map.of()
        : ValueCounts.of(rows.join(broadcast(contents), new String[] {MD5}, "left_semi"), "split");
  }
}
