package io.partita.kind.cvae;

import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.audio.vae.ActiveUnits;
import io.partita.nn.blas.Doubles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How well a {@link Cvae} encodes and decodes windows, window by window. A prediction is a value: a
 * mel bin or a sample.
 *
 * <p>The bound, reconstruction and whole divergence, is at least −ln of the density of a window
 * (Kingma and Welling, 2014, equation 3); fewer nats are better, and they may be below 0. The
 * reconstruction is the mean over {@value #DRAWS} draws of z, whose noise comes from the window's
 * own values: equal windows, equal noise. Densities are of values as they come in, log-mel or
 * samples, whatever mean and deviation the model normalises them by; the loss is of normalised
 * values, as in training, with the divergence's full weight, and without terms that are no part of
 * the bound.
 */
public final class CvaeScore {
  /** Reconstruction and divergence of a value, nats: at least −ln of its density. */
  public static final String ELBO = "elbo_nats_per_value";

  /** The reconstruction of a value, nats, mean over draws of z. */
  public static final String NLL = "nll_nats_per_value";

  /** The divergence of a value: that of a window, divided by the window's values. */
  public static final String KL = "kl_nats_per_value";

  private static final String LOSS = "loss";

  /** The figures that are means over values, in the order in which reports give them. */
  public static final List<String> MEANS = List.of(ELBO, NLL, KL, LOSS);

  /** The bound of a whole window, nats. */
  public static final String WINDOW_ELBO = "elbo_nats";

  /** The divergence of a whole window, nats. */
  public static final String WINDOW_KL = "kl_nats";

  /**
   * Of all windows together: ten times the common logarithm of the energy of the normalised values
   * over that of their differences from what is decoded from the posteriors' means.
   */
  public static final String SNR = "split_snr_db";

  /** Draws of z for each window. */
  public static final int DRAWS = 5;

  /** Below both of these a decoder makes nothing of z that is worth its name. */
  private static final double COLLAPSED_KL = 0.05;

  private static final double COLLAPSED_SNR_DB = 0.5;

  private static final String WINDOWS = "windows";
  private static final String ENERGY = "energy";
  private static final String ERROR = "error_energy";

  private final Cvae model;
  private final LikelihoodVertex likelihood;
  private final double[][] sums;
  private final ActiveUnits units;
  private final double[] kl;
  private double energy;
  private double error;

  private CvaeScore(Cvae model, int windows) {
    this.model = model;
    this.likelihood = model.family().builder().likelihood(model);
    this.sums = new double[windows][MEANS.size()];
    this.units = new ActiveUnits(model.latents());
    this.kl = new double[model.latents()];
  }

  /** All windows together. */
  public static PredictionSums of(Cvae model, ComputationGraph network, List<float[]> windows) {
    return each(model, network, windows).sum();
  }

  /**
   * Each window, by {@link #MEANS}, and of all what the other figures are made of.
   *
   * @param windows at least one
   */
  public static ExampleScores each(Cvae model, ComputationGraph network, List<float[]> windows) {
    CvaeScore score = new CvaeScore(model, windows.size());
    ComputationGraph decoder = CvaeGraph.decoder(model, network);
    int batch = CvaeCoding.batch(model);
    for (int first = 0; first < windows.size(); first += batch) {
      int end = Math.min(windows.size(), first + batch);
      score.add(network, decoder, windows.subList(first, end), first);
    }
    long[] counts = new long[windows.size()];
    Arrays.fill(counts, model.input().size());
    return new ExampleScores(
        MEANS, counts, score.sums, new PredictionSums(0, score.others(windows.size())));
  }

  private void add(
      ComputationGraph network, ComputationGraph decoder, List<float[]> windows, int from) {
    int size = model.input().size();
    float[] posteriors = CvaeCoding.posteriors(model, network, windows);
    double[] divergences = divergences(posteriors, windows.size());
    double[] values = Doubles.of(CvaeArrays.normalised(model, windows));
    double[] nats = new double[windows.size()];
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] decoded = decoded(decoder, posteriors, noise(windows, draw), windows.size());
      for (int k = 0; k < nats.length; k++) {
        nats[k] += likelihood.nats(decoded, values, k, size) / DRAWS;
      }
    }
    float[] noNoise = new float[windows.size() * model.latent()];
    addError(decoded(decoder, posteriors, noNoise, windows.size()), values, windows.size());
    double ofUnit = size * Math.log(model.deviation());
    for (int k = 0; k < nats.length; k++) {
      double[] of = sums[from + k];
      of[MEANS.indexOf(NLL)] = nats[k] + ofUnit;
      of[MEANS.indexOf(KL)] = divergences[k];
      of[MEANS.indexOf(ELBO)] = nats[k] + ofUnit + divergences[k];
      of[MEANS.indexOf(LOSS)] = nats[k] + model.maxBeta() * divergences[k];
    }
  }

  private float[] noise(List<float[]> windows, int draw) {
    int latent = model.latent();
    float[] noise = new float[windows.size() * latent];
    for (int k = 0; k < windows.size(); k++) {
      CvaeArrays.draw(windows.get(k), draw, noise, k * latent, latent);
    }
    return noise;
  }

  private double[] decoded(
      ComputationGraph decoder, float[] posteriors, float[] noise, int windows) {
    int latent = model.latent();
    float[] z = new float[noise.length];
    for (int k = 0; k < z.length; k++) {
      int at = k / latent * 2 * latent + k % latent;
      z[k] = posteriors[at] + (float) Math.exp(posteriors[at + latent] / 2) * noise[k];
    }
    return CvaeCoding.decoded(decoder, Nd4j.create(z, new long[] {windows, latent}, 'c'));
  }

  /** Of each window, nats; adds up what is to be known of units. */
  private double[] divergences(float[] posteriors, int windows) {
    int latent = model.latent();
    int frames = latent / model.latents();
    double[] nats = new double[windows];
    for (int window = 0; window < windows; window++) {
      for (int k = 0; k < latent; k++) {
        float mean = posteriors[window * 2 * latent + k];
        double ofNumber = DivergenceVertex.nats(mean, posteriors[(window * 2 + 1) * latent + k]);
        nats[window] += ofNumber;
        int unit = k / frames;
        units.add(unit, mean);
        kl[unit] += ofNumber;
      }
    }
    return nats;
  }

  private void addError(double[] decoded, double[] values, int windows) {
    int size = values.length / windows;
    int apart = decoded.length / windows;
    for (int k = 0; k < values.length; k++) {
      double off = values[k] - likelihood.mean(decoded[k / size * apart + k % size]);
      energy += values[k] * values[k];
      error += off * off;
    }
  }

  private Map<String, Double> others(int windows) {
    Map<String, Double> others = new HashMap<>();
    double loss = Arrays.stream(sums).mapToDouble(of -> of[MEANS.indexOf(LOSS)]).sum();
    others.put(PredictionSums.LOSS_NATS, loss);
    others.put(WINDOWS, (double) windows);
    others.put(ENERGY, energy);
    others.put(ERROR, error);
    units.addTo(others);
    for (int unit = 0; unit < kl.length; unit++) {
      others.put(ActiveUnits.ofUnit("kl", unit), kl[unit]);
    }
    return others;
  }

  /** See {@link Cvae#lossNats}. */
  static double lossNats(Cvae model, PredictionSums score, long iteration) {
    return score.mean(LOSS) - (model.maxBeta() - model.beta(iteration)) * score.mean(KL);
  }

  /** By the names that reports use. */
  static Map<String, Double> figures(Cvae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    double size = model.input().size();
    figures.put(WINDOW_ELBO, score.mean(ELBO) * size);
    figures.put(WINDOW_KL, score.mean(KL) * size);
    double places = score.sums().get(WINDOWS) * model.latent() / model.latents();
    figures.put(ActiveUnits.NAME, (double) ActiveUnits.count(score, model.latents(), places));
    figures.put(SNR, 10 * Math.log10(score.sums().get(ENERGY) / score.sums().get(ERROR)));
    return figures;
  }

  /**
   * What each unit of z adds to the divergence of a window, nats, in the units' order; of a family
   * with frames a unit is one number of every frame.
   */
  public static List<Double> klOfUnits(Cvae model, PredictionSums score) {
    double windows = score.sums().get(WINDOWS);
    return IntStream.range(0, model.latents())
        .mapToObj(unit -> score.sums().get(ActiveUnits.ofUnit("kl", unit)) / windows)
        .toList();
  }

  /**
   * Whether the posterior says next to nothing of windows, and the decoder gets by without it: less
   * than 0.05 nats of divergence a value, and an {@link #SNR} below 0.5 dB.
   *
   * @param figures of a score, among them these two
   */
  public static boolean hasCollapsed(Map<String, Double> figures) {
    return figures.get(KL) < COLLAPSED_KL && figures.get(SNR) < COLLAPSED_SNR_DB;
  }
}
