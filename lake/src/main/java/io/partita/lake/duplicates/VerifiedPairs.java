package io.partita.lake.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.lake.table.RowBuilder;
import io.partita.similarity.ComparedFile;
import io.partita.similarity.Namespace;
import io.partita.similarity.PairMatch;
import io.partita.similarity.PairMatcher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Compares candidates. Every pair meets the lines of its files in a join; the first file's come
 * once and before all others of its pairs, so that a worker holds two files at a time.
 */
final class VerifiedPairs {
  static final StructType SCHEMA =
      new StructType()
          .add(Candidates.A, IntegerType, false)
          .add(Candidates.B, IntegerType, false)
          .add("tier", StringType, false)
          .add("relation", StringType, false)
          .add("namespace", StringType, false)
          .add("shared", IntegerType, false)
          .add("chain", IntegerType, false)
          .add("cov_min", DoubleType, false)
          .add("cov_a", DoubleType, false)
          .add("cov_b", DoubleType, false)
          .add("a_from_s", DoubleType)
          .add("a_to_s", DoubleType)
          .add("b_from_s", DoubleType)
          .add("b_to_s", DoubleType)
          .add("slope", DoubleType)
          .add("transpose", IntegerType);

  /** In the place of the second file where a row has the lines of the first. */
  private static final int SELF = -1;

  private VerifiedPairs() {}

  /**
   * The pairs that match, rows of {@link #SCHEMA}.
   *
   * @param candidates rows (a, b)
   * @param weighed rows of {@link WeighedContents#SCHEMA}
   * @param done counts candidates while they are compared, for the display
   */
  static Dataset<Row> of(
      SparkSession spark, Dataset<Row> candidates, Dataset<Row> weighed, LongAccumulator done) {
    Dataset<Row> lines = weighed.select(WeighedContents.FILE, WeighedContents.LINES);
    Dataset<Row> firsts =
        lines
            .join(
                candidates.select(Candidates.A).distinct(),
                lines.col(WeighedContents.FILE).equalTo(col(Candidates.A)),
                "left_semi")
            .select(
                col(WeighedContents.FILE).as(Candidates.A),
                lit(SELF).as(Candidates.B),
                col(WeighedContents.LINES));
    Dataset<Row> seconds =
        candidates
            .join(lines, col(Candidates.B).equalTo(col(WeighedContents.FILE)))
            .select(Candidates.A, Candidates.B, WeighedContents.LINES);
    return spark.createDataFrame(
        firsts
            .union(seconds)
            .repartition(col(Candidates.A))
            .sortWithinPartitions(Candidates.A, Candidates.B)
            .toJavaRDD()
            .mapPartitions(rows -> matches(rows, done)),
        SCHEMA);
  }

  private static Iterator<Row> matches(Iterator<Row> rows, LongAccumulator done) {
    List<Row> matches = new ArrayList<>();
    PairMatcher first = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      ComparedFile file = ComparedFile.of(row.<byte[]>getAs(WeighedContents.LINES));
      if (row.<Integer>getAs(Candidates.B) == SELF) {
        first = new PairMatcher(file);
      } else {
        done.add(1);
        PairMatch match = first.match(file);
        if (match.tier() != null) {
          matches.add(row(row.getAs(Candidates.A), row.getAs(Candidates.B), match));
        }
      }
    }
    return matches.iterator();
  }

  private static Row row(int a, int b, PairMatch match) {
    PairMatch.Stretch where = match.where();
    return RowBuilder.of(SCHEMA)
        .set(Candidates.A, a)
        .set(Candidates.B, b)
        .set("tier", match.tier().label())
        .set("relation", match.relation().label())
        .set("namespace", match.namespace().name())
        .set("shared", match.shared())
        .set("chain", match.chain())
        .set("cov_min", match.covMin())
        .set("cov_a", match.covA())
        .set("cov_b", match.covB())
        .set("a_from_s", where == null ? null : (Double) where.aFromS())
        .set("a_to_s", where == null ? null : (Double) where.aToS())
        .set("b_from_s", where == null ? null : (Double) where.bFromS())
        .set("b_to_s", where == null ? null : (Double) where.bToS())
        .set("slope", where == null ? null : (Double) where.slope())
        .set(
            "transpose",
            where == null || match.namespace() == Namespace.DST
                ? null
                : (Integer) where.transpose())
        .row();
  }
}
