package io.partita.lake.duplicates;

import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.partita.similarity.MusicFeatures;
import io.partita.similarity.ShingleFrequencies;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** Counts in how many contents each shingle is. */
final class ShingleCounts {
  private ShingleCounts() {}

  /**
   * The frequencies of shingles in contents that are not equal to each other.
   *
   * @param compared rows of {@link ComparedContents#SCHEMA}
   * @param counted counts contents, for the display
   */
  static ShingleFrequencies of(
      Dataset<Row> compared,
      Broadcast<FileNumbers> numbers,
      int contents,
      LongAccumulator counted) {
    int floor = ShingleFrequencies.floor(contents);
    List<long[]> parts =
        compared
            .select(DATASET, "midi_md5", ComparedContents.FEATURES)
            .flatMap(
                (FlatMapFunction<Row, Long>)
                    row -> {
                      if (numbers.value().standing(row.getAs(DATASET), row.getAs("midi_md5")) < 0) {
                        return Collections.emptyIterator();
                      }
                      counted.add(1);
                      return Arrays.stream(
                              MusicFeatures.of(row.<byte[]>getAs(ComparedContents.FEATURES))
                                  .distinct())
                          .iterator();
                    },
                Encoders.LONG())
            .groupBy("value")
            .count()
            .where(col("count").gt(lit(floor)))
            .toJavaRDD()
            .mapPartitions(rows -> List.of(packed(rows)).iterator())
            .collect();
    return unpacked(parts, contents);
  }

  /** Hashes and their counts, one after the other. */
  private static long[] packed(Iterator<Row> rows) {
    long[] packed = new long[1 << 10];
    int size = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (size == packed.length) {
        packed = Arrays.copyOf(packed, 2 * size);
      }
      packed[size] = row.getAs("value");
      packed[size + 1] = row.getAs("count");
      size += 2;
    }
    return Arrays.copyOf(packed, size);
  }

  private static ShingleFrequencies unpacked(List<long[]> parts, int contents) {
    long[] hashes = new long[parts.stream().mapToInt(part -> part.length / 2).sum()];
    int size = 0;
    for (long[] part : parts) {
      for (int i = 0; i < part.length; i += 2) {
        hashes[size] = part[i];
        size++;
      }
    }
    Arrays.sort(hashes);
    int[] counts = new int[size];
    for (long[] part : parts) {
      for (int i = 0; i < part.length; i += 2) {
        counts[Arrays.binarySearch(hashes, part[i])] = (int) part[i + 1];
      }
    }
    return new ShingleFrequencies(contents, hashes, counts);
  }
}
