package io.partita.models.token;

import io.partita.model.token.TokenKind;
import io.partita.model.token.TokenLstm;
import io.partita.models.evaluation.BaselineFigure;
import io.partita.models.evaluation.BaselineScores;
import io.partita.training.examples.FileExample;
import io.partita.training.examples.FileScores;
import io.partita.training.examples.FileSums;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * What simple guesses make of the tokens that a network is to predict: all ids alike; interpolated
 * Witten–Bell n-grams of the pieces that the model was trained on, from the beginning of a piece
 * on; and each piece packed by xz, two bytes a token, as its nats.
 */
final class TokenBaselines {
  private static final List<BaselineFigure> ALL =
      Stream.of(List.of(TokenKind.UNIFORM), TokenKind.NGRAMS, List.of(TokenKind.PACKED))
          .flatMap(List::stream)
          .map(name -> new BaselineFigure(name, TokenLstm.NATS))
          .toList();

  /** What the model has more of bits a note, in the mean over the same files. */
  private static final String MODEL_LESS_THIS = "model_less_this_" + BitsPerNote.NAME;

  private TokenBaselines() {}

  /**
   * @param train pieces from the beginning to the end; null where there are none, and nothing is
   *     known of n-grams
   * @param held likewise
   * @param notes of each of these in their order
   * @param ours nats that the model needs for each of them
   */
  static BaselineScores scores(
      SparkSession spark,
      JavaRDD<int[]> train,
      JavaRDD<FileExample> held,
      int vocabulary,
      double[] notes,
      double[] ours) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int orders = train == null ? 0 : TokenKind.NGRAMS.size();
    Broadcast<Map<String, double[]>> ngrams =
        context.broadcast(
            orders == 0 ? Map.of() : TokenNgrams.nats(spark, train, held, orders, vocabulary));
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
        double[] nats = scores.files().stream().mapToDouble(of -> of.sums()[column]).toArray();
        Map<String, Object> bits = BitsPerNote.of(nats, notes).json(BitsPerNote.NAME);
        bits.putAll(BitsPerNote.of(less(ours, nats), notes).json(MODEL_LESS_THIS));
        others.put(figure.baseline(), bits);
      }
    }
    return new BaselineScores(ALL, scores, others);
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
    sums[0] = Math.log(vocabulary) * (piece.length - 1);
    for (int order = 0; order < orders; order++) {
      sums[order + 1] = ngrams[order];
    }
    sums[orders + 1] = packed(piece) * Byte.SIZE * Math.log(2);
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
    try (XZOutputStream xz =
        new XZOutputStream(packed, new LZMA2Options(LZMA2Options.PRESET_MAX), XZ.CHECK_NONE)) {
      xz.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory cannot be packed", e);
    }
    return packed.size();
  }
}
