package io.partita.lake.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import io.partita.similarity.ShingleSample;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * Pairs of contents whose samples share enough. Files of a shingle come sorted by it, at most as
 * many as a shingle that is not hot may have, and each two of them are a pair: what is held at once
 * does not grow with the data set.
 */
final class Candidates {
  static final String A = "a";
  static final String B = "b";
  private static final long LOW = 0xFFFFFFFFL;
  private static final String HASH = "hash";

  static final StructType SCHEMA =
      new StructType().add(A, IntegerType, false).add(B, IntegerType, false);

  private Candidates() {}

  /**
   * Rows (a, b): numbers of files, a below b.
   *
   * @param weighed rows of {@link WeighedContents#SCHEMA}
   * @param sizes of the samples by the files' numbers
   * @param joined counts postings, for the display
   * @param emitted counts pairs, one for each shingle that two files share
   */
  static Dataset<Row> of(
      Dataset<Row> weighed,
      Broadcast<long[]> sizes,
      LongAccumulator joined,
      LongAccumulator emitted) {
    return weighed
        .select(explode(col(WeighedContents.SAMPLE)).as(HASH), col(WeighedContents.FILE))
        .repartition(col(HASH))
        .sortWithinPartitions(HASH, WeighedContents.FILE)
        .mapPartitions(
            (MapPartitionsFunction<Row, Long>) rows -> new Pairs(rows, joined, emitted),
            Encoders.LONG())
        .groupBy("value")
        .count()
        .where(col("count").geq(lit(ShingleSample.MIN_SHARED)))
        .filter(
            (FilterFunction<Row>)
                row -> {
                  long pair = row.getAs("value");
                  return ShingleSample.isCandidate(
                      row.getAs("count"),
                      sizes.value()[(int) (pair >> 32)],
                      sizes.value()[(int) pair]);
                })
        .select(
            shiftright(col("value"), 32).cast(IntegerType).as(A),
            col("value").bitwiseAND(lit(LOW)).cast(IntegerType).as(B));
  }

  /** Each two files of each shingle, as a · 2³² + b. */
  private static final class Pairs implements Iterator<Long> {
    private final Iterator<Row> rows;
    private final LongAccumulator joined;
    private final LongAccumulator emitted;
    private int[] files = new int[64];
    private int size;
    private int one;
    private int other;
    private long hash;
    private Row ahead;

    Pairs(Iterator<Row> rows, LongAccumulator joined, LongAccumulator emitted) {
      this.rows = rows;
      this.joined = joined;
      this.emitted = emitted;
      ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (other >= size && ahead != null) {
        readFiles();
      }
      return other < size;
    }

    private void readFiles() {
      hash = ahead.getAs(HASH);
      size = 0;
      while (ahead != null && ahead.<Long>getAs(HASH) == hash) {
        if (size == files.length) {
          files = Arrays.copyOf(files, 2 * size);
        }
        files[size] = ahead.getAs(WeighedContents.FILE);
        size++;
        ahead = rows.hasNext() ? rows.next() : null;
      }
      joined.add(size);
      emitted.add((long) size * (size - 1) / 2);
      one = 0;
      other = 1;
    }

    @Override
    public Long next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long pair = (long) files[one] << 32 | files[other];
      other++;
      if (other == size && one < size - 2) {
        one++;
        other = one + 1;
      }
      return pair;
    }
  }
}
