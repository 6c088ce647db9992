package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.partita.lake.table.RowBuilder;
import io.partita.similarity.ComparedFile;
import io.partita.similarity.MusicFeatures;
import io.partita.similarity.ShingleFrequencies;
import io.partita.similarity.ShingleSample;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Contents that represent those equal to them: what names their candidates, and what is compared.
 */
final class WeighedContents {
  static final String FILE = "file";
  static final String SIZE = "sample_size";
  static final String SAMPLE = "sample";
  static final String LINES = "lines";

  static final StructType SCHEMA =
      new StructType()
          .add(FILE, IntegerType, false)
          .add(SIZE, LongType, false)
          .add(SAMPLE, createArrayType(LongType, false), false)
          .add(LINES, BinaryType, false);

  private WeighedContents() {}

  /**
   * Rows of {@link #SCHEMA}: {@code lines} by {@link ComparedFile#toBytes}.
   *
   * @param done counts them, for the display
   */
  static Dataset<Row> of(
      SparkSession spark,
      Dataset<Row> compared,
      Broadcast<FileNumbers> numbers,
      Broadcast<ShingleFrequencies> frequencies,
      LongAccumulator done) {
    return spark.createDataFrame(
        compared
            .select(DATASET, "midi_md5", ComparedContents.FEATURES)
            .toJavaRDD()
            .map(
                row -> {
                  int file = numbers.value().standing(row.getAs(DATASET), row.getAs("midi_md5"));
                  done.add(file < 0 ? 0 : 1);
                  return file < 0
                      ? null
                      : row(file, row.getAs(ComparedContents.FEATURES), frequencies.value());
                })
            .filter(row -> row != null),
        SCHEMA);
  }

  /** The sizes of all samples by the files' numbers; 0 of files that others represent. */
  static long[] sizes(Dataset<Row> weighed, int files) {
    long[] sizes = new long[files];
    weighed
        .select(FILE, SIZE)
        .toLocalIterator()
        .forEachRemaining(row -> sizes[row.<Integer>getAs(FILE)] = row.getAs(SIZE));
    return sizes;
  }

  private static Row row(int file, byte[] bytes, ShingleFrequencies frequencies) {
    MusicFeatures features = MusicFeatures.of(bytes);
    ShingleSample sample = ShingleSample.of(features.distinct(), frequencies);
    return RowBuilder.of(SCHEMA)
        .set(FILE, file)
        .set(SIZE, ShingleSample.packed(sample))
        .set(SAMPLE, Arrays.stream(sample.hashes()).boxed().toArray())
        .set(LINES, ComparedFile.of(features, frequencies).toBytes())
        .row();
  }
}
