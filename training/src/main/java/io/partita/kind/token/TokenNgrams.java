package io.partita.kind.token;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.partita.model.examples.FileExample;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * What interpolated Witten–Bell n-grams of any amount of tokens say of pieces, in one table: {@link
 * io.partita.symbolic.WittenBell} gives the same, but holds all n-grams in memory. Here they are
 * counted and joined on the workers' disks; the driver gets a few numbers of each piece.
 */
final class TokenNgrams {
  private static final String HISTORY = "history";
  private static final String NEXT = "next";
  private static final String SEEN = "seen";
  private static final String TOTAL = "total";
  private static final String DISTINCT = "distinct";

  private static final StructType GRAMS =
      new StructType()
          .add(HISTORY, DataTypes.LongType, false)
          .add(NEXT, DataTypes.IntegerType, false);

  private static final StructType ASKED =
      GRAMS
          .add("piece", DataTypes.StringType, false)
          .add("position", DataTypes.IntegerType, false)
          .add("length", DataTypes.IntegerType, false);

  private TokenNgrams() {}

  /**
   * @param train pieces; their first id is history only
   * @param held pieces that are predicted; their first id is history only
   * @param order the longest n-grams, 1 … {@link io.partita.symbolic.WittenBell#MAX_ORDER}
   * @param vocabulary number of ids
   * @return of each piece by its name the nats of orders 1 … order
   */
  static Map<String, double[]> nats(
      SparkSession spark,
      JavaRDD<int[]> train,
      JavaRDD<FileExample<int[]>> held,
      int order,
      int vocabulary) {
    Dataset<Row> grams =
        spark
            .createDataFrame(train.flatMap(piece -> grams(piece, order)), GRAMS)
            .groupBy(HISTORY, NEXT)
            .agg(count(lit(1)).as(SEEN))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Dataset<Row> histories =
          grams.groupBy(HISTORY).agg(sum(SEEN).as(TOTAL), count(lit(1)).as(DISTINCT));
      Dataset<Row> asked = spark.createDataFrame(held.flatMap(piece -> asked(piece, order)), ASKED);
      Map<String, double[]> nats = new HashMap<>();
      asked
          .join(histories, new String[] {HISTORY}, "left_outer")
          .join(grams, new String[] {HISTORY, NEXT}, "left_outer")
          .select(
              asked.col("piece"),
              asked.col("position"),
              asked.col("length"),
              coalesce(histories.col(TOTAL), lit(0L)).as(TOTAL),
              coalesce(histories.col(DISTINCT), lit(0L)).as(DISTINCT),
              coalesce(grams.col(SEEN), lit(0L)).as(SEEN))
          .repartition(asked.col("piece"))
          .sortWithinPartitions("piece", "position", "length")
          .toJavaRDD()
          .mapPartitions(rows -> new Pieces(rows, order, vocabulary).read().iterator())
          .collect()
          .forEach(piece -> nats.put(piece.name(), piece.nats()));
      return nats;
    } finally {
      grams.unpersist();
    }
  }

  private static Iterator<Row> grams(int[] piece, int order) {
    List<Row> grams = new ArrayList<>(order * piece.length);
    for (int position = 1; position < piece.length; position++) {
      for (int length = 0; length < Math.min(order, position + 1); length++) {
        grams.add(RowFactory.create(history(piece, position, length), piece[position]));
      }
    }
    return grams.iterator();
  }

  private static Iterator<Row> asked(FileExample<int[]> piece, int order) {
    int[] ids = piece.example();
    String name = piece.file().get(0);
    List<Row> asked = new ArrayList<>(order * ids.length);
    for (int position = 1; position < ids.length; position++) {
      for (int length = 0; length < Math.min(order, position + 1); length++) {
        long history = history(ids, position, length);
        asked.add(RowFactory.create(history, ids[position], name, position, length));
      }
    }
    return asked.iterator();
  }

  /** Ids count from 1 here, so that histories of different lengths differ. */
  private static long history(int[] ids, int position, int length) {
    long packed = 0;
    for (int k = position - length; k < position; k++) {
      packed = packed << Short.SIZE | (ids[k] + 1);
    }
    return packed;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(String name, double[] nats) implements Serializable {}

  /** Rows by piece, position and length of history, to the nats of each piece. */
  private static final class Pieces {
    private final Iterator<Row> rows;
    private final int order;
    private final int vocabulary;
    private final List<Piece> pieces = new ArrayList<>();
    private double[] probabilities;
    private int lengths;
    private boolean isSeen;

    Pieces(Iterator<Row> rows, int order, int vocabulary) {
      this.rows = rows;
      this.order = order;
      this.vocabulary = vocabulary;
    }

    List<Piece> read() {
      while (rows.hasNext()) {
        Row row = rows.next();
        int length = row.getAs("length");
        if (length == 0) {
          endPosition();
          beginPosition(row.getAs("piece"));
        }
        long total = row.getAs(TOTAL);
        double before = length == 0 ? 1.0 / vocabulary : probabilities[length - 1];
        // What comes after a history unseen was never counted under a longer one.
        isSeen &= total > 0;
        long distinct = row.getAs(DISTINCT);
        probabilities[length] =
            isSeen ? (row.<Long>getAs(SEEN) + distinct * before) / (total + distinct) : before;
        lengths = length + 1;
      }
      endPosition();
      return pieces;
    }

    private void beginPosition(String name) {
      if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).name().equals(name)) {
        pieces.add(new Piece(name, new double[order]));
      }
      probabilities = new double[order];
      isSeen = true;
    }

    /** Orders with a history longer than there is before the position know what there is. */
    private void endPosition() {
      if (probabilities != null) {
        double[] nats = pieces.get(pieces.size() - 1).nats();
        for (int k = 0; k < order; k++) {
          nats[k] -= Math.log(probabilities[Math.min(k, lengths - 1)]);
        }
      }
    }
  }
}
