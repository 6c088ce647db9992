package io.partita.lake;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;

import io.partita.catalog.CsvCatalog;
import io.partita.lake.table.LakeTable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.sources.BaseRelation;

/**
 * The column {@code split} of tables whose files do not have it: that of the content in {@code
 * midi_files}, or of the recording in {@code audio_tracks}; where a row is of a member of the
 * input, the catalog's own comes first.
 *
 * @param contents files of midi_files or audio_tracks; null where there are none
 * @param ofRecordings whether they are of audio_tracks
 * @param members files of midi_sources; null where splits of a catalog do not count
 * @param areFew whether each worker can hold the splits of all files
 */
record JoinedSplits(
    BaseRelation contents, boolean ofRecordings, BaseRelation members, boolean areFew) {
  /** At about 100 bytes each. */
  static final long MOST_HELD = 4_000_000;

  private static final String SPLIT = "split";
  private static final String OWN = "own_split";
  private static final String RECORDING = "recording";

  /** Adds the column to rows of a table. */
  Dataset<Row> addTo(LakeTable table, Dataset<Row> rows) {
    SparkSession spark = rows.sparkSession();
    Dataset<Row> joined =
        contents == null
            ? rows.withColumn(SPLIT, lit(null).cast("string"))
            : joined(rows, known(spark), SPLIT, ofRecordings ? RECORDING : "midi_md5");
    Column own = col("catalog").getItem(CsvCatalog.SPLIT_COLUMN);
    if (members == null || !List.of(table.schema().fieldNames()).contains("source")) {
      return joined;
    }
    Dataset<Row> both =
        table == LakeTable.MIDI_SOURCES
            ? joined.withColumn(OWN, own)
            : joined(
                joined,
                spark
                    .baseRelationToDataFrame(members)
                    .withColumn(OWN, own)
                    .where(OWN + " IS NOT NULL"),
                OWN,
                "source",
                "path");
    return both.withColumn(SPLIT, coalesce(col(OWN), col(SPLIT)));
  }

  private Dataset<Row> known(SparkSession spark) {
    Dataset<Row> known = spark.baseRelationToDataFrame(contents);
    return ofRecordings ? known.withColumnRenamed("track_id", RECORDING) : known;
  }

  /**
   * Joins what is known by keys. It has a row for each, which Spark is told by grouping it: so no
   * query that does not ask for the value reads it.
   */
  private Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> by, String value, String... keys) {
    Dataset<Row> known =
        by.coalesce(1) // grouped without a shuffle
            .groupBy(Arrays.stream(keys).map(functions::col).toArray(Column[]::new))
            .agg(first(value).as(value));
    Column isOfIt =
        Arrays.stream(keys)
            .map(key -> rows.col(key).equalTo(known.col(key)))
            .reduce(Column::and)
            .orElseThrow();
    return rows.join(areFew ? broadcast(known) : known, isOfIt, "left")
        .select(rows.col("*"), known.col(value));
  }
}
