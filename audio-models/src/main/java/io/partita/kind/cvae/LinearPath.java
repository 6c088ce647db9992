package io.partita.kind.cvae;

import io.partita.model.audio.vae.PrincipalComponents;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The linear path of a {@link Cvae} beside its convolutions, and how it begins: as the principal
 * components of the pieces of the windows to train on. The posterior of a projection is then that
 * of probabilistic PCA (Tipping and Bishop, 1999, section 3.3), the decoder its mean, and what the
 * convolutions add is 0. The noise of each stretch of a piece is as loud as what the components
 * leave of it: its logarithm is a number of z, encoded and decoded, and so it follows windows whose
 * residuals are larger than those of training.
 */
final class LinearPath {
  /** Windows for each component, at least: fewer are fitted too well to say what they leave. */
  private static final int WINDOWS_PER_COMPONENT = 4;

  private static final double LEAST_DEVIATION = 0.01;

  private LinearPath() {}

  static LinearEncoderVertex encoder(Cvae model) {
    int frames = model.latent() / model.latents();
    return new LinearEncoderVertex(
        frames, model.input().size() / frames, model.latents() - model.scales(), model.scales());
  }

  static LinearDecoderVertex decoder(Cvae model) {
    LinearEncoderVertex encoder = encoder(model);
    return new LinearDecoderVertex(
        encoder.frames, encoder.piece, encoder.components, encoder.scales);
  }

  /** Mean of the squares of a stretch. */
  static double energy(double[] residuals, int first, LinearVertex of) {
    double sum = 0;
    for (int k = first; k < first + of.stretch(); k++) {
      sum += residuals[k] * residuals[k];
    }
    return sum / of.stretch();
  }

  /** Gives a network the weights that a training begins with. */
  static void begin(Cvae model, ComputationGraph network, JavaRDD<float[]> windows) {
    LinearEncoderVertex shape = encoder(model);
    JavaRDD<float[]> pieces =
        windows.flatMap(window -> pieces(model, shape, window).iterator()).cache();
    try {
      PrincipalComponents found =
          PrincipalComponents.of(
              pieces,
              shape.piece,
              (int) Math.min(shape.components, pieces.count() / WINDOWS_PER_COMPONENT));
      if (found != null) {
        put(shape, found, levels(shape, found, pieces), network);
      }
    } finally {
      pieces.unpersist();
    }
  }

  private static List<float[]> pieces(Cvae model, LinearVertex shape, float[] window) {
    float[] values = CvaeArrays.normalised(model, List.of(window));
    return IntStream.range(0, shape.frames)
        .mapToObj(k -> Arrays.copyOfRange(values, k * shape.piece, (k + 1) * shape.piece))
        .toList();
  }

  /** Of each scale, the sum of its levels and that of their squares, and last the pieces. */
  private static double[] levels(
      LinearVertex shape, PrincipalComponents found, JavaRDD<float[]> pieces) {
    Broadcast<PrincipalComponents> everywhere =
        JavaSparkContext.fromSparkContext(pieces.context()).broadcast(found);
    try {
      return pieces
          .mapPartitions(
              part -> {
                double[] sums = new double[2 * shape.scales + 1];
                part.forEachRemaining(piece -> add(shape, everywhere.value(), piece, sums));
                return List.of(sums).iterator();
              })
          .collect()
          .stream()
          .reduce(new double[2 * shape.scales + 1], LinearPath::plus);
    } finally {
      everywhere.destroy();
    }
  }

  private static double[] plus(double[] some, double[] others) {
    return IntStream.range(0, some.length).mapToDouble(k -> some[k] + others[k]).toArray();
  }

  private static void add(
      LinearVertex shape, PrincipalComponents found, float[] piece, double[] sums) {
    float[] made = found.reconstructed(piece);
    double[] rest = new double[piece.length];
    Arrays.setAll(rest, k -> (double) piece[k] - made[k]);
    double least = GaussianVertex.LEAST_SIGMA * GaussianVertex.LEAST_SIGMA;
    for (int scale = 0; scale < shape.scales; scale++) {
      double level = Math.log(energy(rest, scale * shape.stretch(), shape) + least) / 2;
      sums[scale] += level;
      sums[shape.scales + scale] += level * level;
    }
    sums[2 * shape.scales]++;
  }

  private static void put(
      LinearVertex shape, PrincipalComponents found, double[] levels, ComputationGraph network) {
    int piece = shape.piece;
    double[] directions = new double[shape.components * piece];
    double[] decoded = new double[directions.length];
    double[] gains = new double[shape.components];
    double[] logVar = new double[shape.latents()];
    for (int k = 0; k < found.count(); k++) {
      double variance = found.variance(k);
      double signal = Math.sqrt(variance - found.noise());
      gains[k] = Math.log(signal / variance);
      logVar[k] = Math.log(found.noise() / variance);
      for (int i = 0; i < piece; i++) {
        directions[k * piece + i] = found.direction(k, i) / shape.unit();
        decoded[k * piece + i] = signal * directions[k * piece + i];
      }
    }
    double[] centres = new double[shape.scales];
    double[] slopes = new double[shape.scales];
    double[] decodedCentres = new double[shape.scales];
    double[] mix = new double[shape.scales * shape.scales];
    double taken = Math.log((double) piece / (piece - found.count())) / 2;
    for (int j = 0; j < shape.scales; j++) {
      double count = levels[2 * shape.scales];
      centres[j] = levels[j] / count;
      double variance = levels[shape.scales + j] / count - centres[j] * centres[j];
      double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
      slopes[j] = 1 / deviation;
      mix[j * shape.scales + j] = deviation;
      decodedCentres[j] = centres[j] + taken;
      // The bound is best where the deviation of s is 1 / √(2 · values).
      logVar[shape.components + j] = -Math.log(2.0 * shape.stretch() * deviation * deviation);
    }
    double[] mean = IntStream.range(0, piece).mapToDouble(found::mean).toArray();
    Map<String, INDArray> encoder = network.getVertex(CvaeGraph.POSTERIOR).paramTable(false);
    fill(encoder.get(LinearVertex.WEIGHTS), directions);
    fill(encoder.get(LinearVertex.MEAN), mean);
    fill(encoder.get(LinearEncoderVertex.GAIN), gains);
    fill(encoder.get(LinearEncoderVertex.SLOPE), slopes);
    fill(encoder.get(LinearEncoderVertex.CENTRE), centres);
    fill(encoder.get(LinearEncoderVertex.LOG_VAR), logVar);
    Map<String, INDArray> decoder = network.getVertex(CvaeGraph.DECODED).paramTable(false);
    fill(decoder.get(LinearVertex.WEIGHTS), decoded);
    fill(decoder.get(LinearVertex.MEAN), mean);
    fill(decoder.get(LinearDecoderVertex.MIX), mix);
    fill(decoder.get(LinearDecoderVertex.CENTRE), decodedCentres);
    for (String last : List.of(CvaeGraph.LAST_OF_ENCODER, CvaeGraph.LAST_OF_DECODER)) {
      network.getVertex(last).params().assign(0);
    }
  }

  private static void fill(INDArray parameter, double[] numbers) {
    parameter.assign(Nd4j.createFromArray(numbers).reshape(parameter.shape()));
  }
}
