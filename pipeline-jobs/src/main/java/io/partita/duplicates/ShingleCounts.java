package io.partita.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.similarity.MusicFeatures;
import io.partita.similarity.ShingleFrequencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Counts in how many contents each shingle is. */
final class ShingleCounts {
  private ShingleCounts() {}

  /**
   * The frequencies of shingles in contents that are not equal to each other.
   *
   * @param compared rows of {@link ComparedContents#SCHEMA}
   */
  static ShingleFrequencies of(
      Dataset<Row> compared, Broadcast<FileNumbers> numbers, int contents) {
    int floor = ShingleFrequencies.floor(contents);
    List<long[]> parts =
        compared
            .select(DATASET, "midi_md5", ComparedContents.FEATURES)
            .flatMap(
                (FlatMapFunction<Row, Long>)
                    row ->
                        numbers.value().standing(row.getString(0), row.getString(1)) < 0
                            ? List.<Long>of().iterator()
                            : Arrays.stream(MusicFeatures.of(row.<byte[]>getAs(2)).distinct())
                                .iterator(),
                Encoders.LONG())
            .groupBy("value")
            .count()
            .where(col("count").gt(lit(floor)))
            .toJavaRDD()
            .mapPartitions(
                rows -> {
                  List<long[]> part = new ArrayList<>();
                  rows.forEachRemaining(
                      row -> part.add(new long[] {row.getLong(0), row.getLong(1)}));
                  return part.iterator();
                })
            .collect();
    parts.sort((one, other) -> Long.compare(one[0], other[0]));
    return new ShingleFrequencies(
        contents,
        parts.stream().mapToLong(part -> part[0]).toArray(),
        parts.stream().mapToInt(part -> (int) part[1]).toArray());
  }
}
