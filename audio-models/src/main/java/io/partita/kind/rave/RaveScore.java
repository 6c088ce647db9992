package io.partita.kind.rave;

import io.partita.audio.compare.WaveComparator;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.audio.vae.ActiveUnits;
import io.partita.nn.blas.Doubles;
import io.partita.nn.conv.SpectralDistance;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.loss.KlVertex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a {@link Rave} encodes and decodes windows, window by window, with a z and noise that
 * come from the window's own samples: equal windows, equal noise. A prediction is a window.
 *
 * <p>The loss is that of training with the divergence's full weight, but of each window by itself.
 */
public final class RaveScore {
  /**
   * The {@link SpectralDistance} of what is decoded from the window, with ε = 1e-7 whatever the
   * loss has.
   */
  public static final String DISTANCE = "spectral_distance";

  /** The mean absolute difference of log-mels, dB. */
  public static final String LOG_MEL_MAE_DB = "log_mel_mae_db";

  /** The divergence of a frame of z from N(0, I), nats. */
  public static final String FRAME_KL = "kl_nats_per_frame";

  private static final String LOSS = "loss";

  /** The figures that are means over windows, in the order in which reports give them. */
  public static final List<String> MEANS = List.of(DISTANCE, LOG_MEL_MAE_DB, FRAME_KL, LOSS);

  private static final String FRAMES = "frames";

  private final Rave model;
  private final ActiveUnits units;

  private RaveScore(Rave model) {
    this.model = model;
    this.units = new ActiveUnits(model.latents());
  }

  /** Each window, by {@link #MEANS}, and of all what the other figures are made of. */
  public static ExampleScores each(Rave model, ComputationGraph network, List<float[]> windows) {
    RaveScore score = new RaveScore(model);
    double[][] sums = new double[windows.size()][];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = score.of(network, windows.get(k));
    }
    long[] counts = new long[windows.size()];
    Arrays.fill(counts, 1);
    double loss = Arrays.stream(sums).mapToDouble(of -> of[MEANS.indexOf(LOSS)]).sum();
    return new ExampleScores(
        MEANS, counts, sums, new PredictionSums(0, score.others(windows.size(), loss)));
  }

  private double[] of(ComputationGraph network, float[] window) {
    SplittableRandom random = Rave.random(window);
    float[] noise = LatentNoise.of(model.latent(), random);
    INDArray[] features = model.features(List.of(window), noise, random);
    INDArray[] found =
        network.output(
            List.of(
                RaveGraph.MEAN,
                RaveGraph.SIGMA,
                RaveGraph.SOUND,
                RaveGraph.OF_SOUND,
                RaveGraph.OF_BANDS),
            false,
            features,
            null);
    float[] sound = found[2].dup('c').data().asFloat();
    double[] differences = differences(window, sound, model.input().sampleRateHz());
    float[] means = found[0].dup('c').data().asFloat();
    for (int k = 0; k < means.length; k++) {
      units.add(k / model.frames(), means[k]);
    }
    double nats = KlVertex.nats(Doubles.of(means), Doubles.of(found[1]), 0, means.length);
    double ofFrame = nats / model.frames();
    double loss = found[3].getDouble(0) + found[4].getDouble(0) + 2 * model.beta() * ofFrame;
    return new double[] {differences[0], differences[1], ofFrame, loss};
  }

  /** Spectral distance and log-mel error of a sound from a window. */
  static double[] differences(float[] window, float[] sound, int rateHz) {
    SpectralDistance.Terms terms =
        new SpectralDistance(SpectralDistance.REPORTED_EPSILON)
            .of(Doubles.of(sound), Doubles.of(window), 1, null);
    double error = new WaveComparator(rateHz).compare(window, sound).logMelMaeDb();
    return new double[] {terms.sum(), error};
  }

  private Map<String, Double> others(int windows, double loss) {
    Map<String, Double> others = new HashMap<>();
    others.put(PredictionSums.LOSS_NATS, loss);
    others.put(FRAMES, (double) windows * model.frames());
    units.addTo(others);
    return others;
  }

  /** See {@link Rave#lossNats}. */
  static double lossNats(Rave model, PredictionSums score, long iteration) {
    double less = model.beta() - model.beta(iteration);
    return score.mean(LOSS) - less * 2 * score.mean(FRAME_KL);
  }

  /** By the names that reports use. */
  static Map<String, Double> figures(Rave model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    double frames = score.sums().get(FRAMES);
    figures.put(ActiveUnits.NAME, (double) ActiveUnits.count(score, model.latents(), frames));
    return figures;
  }
}
