package io.partita.kind.token;

import io.partita.model.Baselines;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.NgramOrder;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/**
 * What simple guesses make of the tokens that a network is to predict: each piece packed by xz, two
 * bytes a token, as its nats; all ids alike; and interpolated Witten–Bell n-grams of the pieces
 * that the model was trained on, from the beginning of a piece on. The order with the lowest loss
 * on the validation split comes first, as {@link Baselines#NGRAM}.
 */
final class TokenBaselines {
  private static final List<BaselineFigure> ALL =
      Stream.of(List.of(TokenKind.PACKED, TokenKind.UNIFORM), TokenKind.NGRAMS)
          .flatMap(List::stream)
          .map(name -> new BaselineFigure(name, TokenNetwork.NATS))
          .toList();

  /** What the model has more of bits a note, in the mean over the same files. */
  private static final String MODEL_LESS_THIS = "model_less_this_" + BitsPerNote.NAME;

  /**
   * Before the names of pieces of the validation split, which may be of the split measured, too.
   */
  private static final String OF_VALIDATION = "validation:";

  private TokenBaselines() {}

  /**
   * @param train pieces from the beginning to the end; null where there are none, and nothing is
   *     known of n-grams
   * @param validation pieces of the validation split beside them; null where there are none, and no
   *     order is the best
   * @param held pieces that are measured
   * @param notes of each of these in their order
   * @param ours nats that the model needs for each of them
   */
  static BaselineScores scores(
      SparkSession spark,
      JavaRDD<int[]> train,
      JavaRDD<FileExample<int[]>> validation,
      JavaRDD<FileExample<int[]>> held,
      int vocabulary,
      double[] notes,
      double[] ours) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int orders = train == null ? 0 : TokenKind.NGRAMS.size();
    JavaRDD<FileExample<int[]>> asked =
        validation == null ? held : held.union(validation.map(TokenBaselines::ofValidation));
    Map<String, double[]> nats =
        orders == 0 ? Map.of() : TokenNgrams.nats(spark, train, asked, orders, vocabulary);
    Broadcast<Map<String, double[]>> ngrams = context.broadcast(nats);
    List<String> columns =
        ALL.stream()
            .filter(figure -> orders > 0 || !TokenKind.NGRAMS.contains(figure.baseline()))
            .map(BaselineFigure::column)
            .toList();
    FileScores scores =
        FileScores.of(
            columns,
            held.map(
                piece ->
                    new FileSums(
                        piece.file(),
                        piece.example().length - 1,
                        sums(
                            ngrams.value().get(piece.file().get(0)),
                            piece.example(),
                            vocabulary))));
    ngrams.destroy();
    Map<String, Map<String, Object>> others = new LinkedHashMap<>();
    for (BaselineFigure figure : ALL) {
      int column = columns.indexOf(figure.column());
      if (column >= 0) {
        double[] theirs = scores.files().stream().mapToDouble(of -> of.sums()[column]).toArray();
        Map<String, Object> bits = BitsPerNote.of(theirs, notes).json(BitsPerNote.NAME);
        bits.putAll(BitsPerNote.of(less(ours, theirs), notes).json(MODEL_LESS_THIS));
        others.put(figure.baseline(), bits);
      }
    }
    return new BaselineScores(ALL, scores, others)
        .withBest(Baselines.NGRAM, List.of(TokenNetwork.NATS), bestOrder(nats, orders));
  }

  private static FileExample<int[]> ofValidation(FileExample<int[]> piece) {
    return new FileExample<>(List.of(OF_VALIDATION + piece.file().get(0)), piece.example());
  }

  /**
   * The order with the fewest nats on the validation split.
   *
   * @return null where nothing is known of that split
   */
  private static String bestOrder(Map<String, double[]> nats, int orders) {
    double[] sums = new double[orders];
    boolean isKnown = false;
    for (String name : new TreeSet<>(nats.keySet())) {
      if (name.startsWith(OF_VALIDATION)) {
        isKnown = true;
        Arrays.setAll(sums, order -> sums[order] + nats.get(name)[order]);
      }
    }
    return isKnown ? TokenKind.NGRAMS.get(NgramOrder.best(sums)) : null;
  }

  private static double[] less(double[] values, double[] those) {
    return IntStream.range(0, values.length).mapToDouble(k -> values[k] - those[k]).toArray();
  }

  /**
   * @param ngrams nats of each order, or null
   */
  private static double[] sums(double[] ngrams, int[] piece, int vocabulary) {
    int orders = ngrams == null ? 0 : ngrams.length;
    double[] sums = new double[2 + orders];
    sums[0] = packed(piece) * Byte.SIZE * Math.log(2);
    sums[1] = Math.log(vocabulary) * (piece.length - 1);
    for (int order = 0; order < orders; order++) {
      sums[order + 2] = ngrams[order];
    }
    return sums;
  }

  /** Bytes of a piece in an xz file without a checksum, the first id left out. */
  private static long packed(int[] piece) {
    byte[] bytes = new byte[2 * (piece.length - 1)];
    for (int k = 1; k < piece.length; k++) {
      bytes[2 * k - 2] = (byte) (piece[k] >> Byte.SIZE);
      bytes[2 * k - 1] = (byte) piece[k];
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try {
      LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
      // a dictionary beyond the piece finds no more, and the preset's takes 700 MB of heap a task
      options.setDictSize(
          Math.min(options.getDictSize(), Math.max(LZMA2Options.DICT_SIZE_MIN, bytes.length)));
      try (XZOutputStream xz = new XZOutputStream(packed, options, XZ.CHECK_NONE)) {
        xz.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory cannot be packed", e);
    }
    return packed.size();
  }
}
