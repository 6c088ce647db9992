package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;
import static io.partita.lake.table.LakeTable.MIDI_BYTES;
import static io.partita.lake.table.LakeTable.MIDI_FILES;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.partita.AtInput;
import io.partita.MalformedInputException;
import io.partita.lake.run.DerivedRun;
import io.partita.lake.run.Progress;
import io.partita.lake.run.Spark;
import io.partita.lake.table.ContentStatus;
import io.partita.lake.table.LakeTable;
import io.partita.lake.table.RowBuilder;
import io.partita.similarity.MusicFeatures;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/** Contents of midi_bytes, each to a row of what is compared of it. */
final class ComparedContents {
  static final String FEATURES = "features";

  /** What is compared of each content; {@code features} by {@link MusicFeatures#toBytes}. */
  static final StructType SCHEMA =
      new StructType()
          .add(DATASET, StringType, false)
          .add("midi_md5", StringType, false)
          .add("content_hash", StringType, false)
          .add("shape", StringType, false)
          .add("notes", IntegerType, false)
          .add("lowest", IntegerType, false)
          .add("shingles", IntegerType, false)
          .add(FEATURES, BinaryType, false);

  private ComparedContents() {}

  /** Rows of {@link #SCHEMA}: of each data set those contents that were not rejected. */
  static Dataset<Row> of(
      DerivedRun run, Map<LakeTable, Dataset<Row>> tables, List<String> datasets) {
    return of(run.spark(), run.progress(), tables, datasets);
  }

  /** The same for a command that makes no table. */
  static Dataset<Row> of(
      SparkSession spark,
      Progress progress,
      Map<LakeTable, Dataset<Row>> tables,
      List<String> datasets) {
    Dataset<Row> contents =
        tables
            .get(MIDI_BYTES)
            .where(col(DATASET).isin(datasets.toArray()))
            .select(DATASET, "midi_md5", "bytes");
    long total = contents.count();
    LongAccumulator done = spark.sparkContext().longAccumulator("contents read");
    progress.next("Reading", () -> total, "contents", 1, done.name().get());
    return spark.createDataFrame(
        Spark.rowByRow(spark, contents::toJavaRDD)
            .map(
                content -> {
                  done.add(1);
                  String md5 = content.getAs("midi_md5");
                  return AtInput.call(
                      "content " + md5,
                      () -> row(content.getAs(DATASET), md5, content.getAs("bytes")));
                })
            .filter(row -> row != null),
        SCHEMA);
  }

  /** The groups that the contents had before, rows (dataset, midi_md5, split_group). */
  static Dataset<Row> groups(Map<LakeTable, Dataset<Row>> tables, List<String> datasets) {
    return tables
        .get(MIDI_FILES)
        .where(col(DATASET).isin(datasets.toArray()))
        .where(col("status").notEqual(ContentStatus.REJECTED.label()))
        .where(col("split_group").isNotNull())
        .select(DATASET, "midi_md5", "split_group");
  }

  private static Row row(String dataset, String md5, byte[] bytes) {
    try {
      MusicFeatures features = MusicFeatures.read(bytes);
      return RowBuilder.of(SCHEMA)
          .set(DATASET, dataset)
          .set("midi_md5", md5)
          .set("content_hash", features.contentHash())
          .set("shape", features.shape())
          .set("notes", features.notes())
          .set("lowest", features.lowest())
          .set("shingles", features.distinct().length)
          .set(FEATURES, features.toBytes())
          .row();
    } catch (MalformedInputException e) {
      return null; // the table holds none, but for a lake that another version of Partita made
    }
  }
}
