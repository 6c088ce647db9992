package io.partita.model.slices.vae;

import io.partita.drum.DrumGrid;
import io.partita.form.SliceVoice;
import io.partita.model.ClassDraw;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceScoring;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlVertex;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * How well a {@link SliceVae} encodes and decodes slices, slice by slice. The loss is the
 * training's own with the divergence's full weight, of slices that are scored together as of a
 * batch; the ELBO, the negative of what it is short for, is reconstruction and whole divergence: a
 * bound on −ln p of a slice (Kingma and Welling, 2014). Accuracies are shares of a slice's steps,
 * of all its voices, whose class is right: teacher-forced, fed the slice's own steps; free-running,
 * fed the model's own most probable ones.
 */
public final class SliceVaeScore {
  /** Which z of its posterior a slice is decoded from. */
  public enum Z {
    /** mu + sigma · noise, the noise drawn by the slice's own steps: equal slices, equal noise. */
    DRAWN,
    /** mu. */
    MEAN
  }

  /** The share of right steps, each fed the slice's own steps before it. */
  public static final String TEACHER_FORCED = "accuracy_teacher_forced";

  /** The share of right steps, each fed the model's own likeliest ones. */
  public static final String FREE_RUNNING = "accuracy_free_running";

  /** That of the steps from the second bar on; NaN if absent. */
  public static final String LATER_BARS = FREE_RUNNING + "_later_bars";

  /**
   * The share of slices that are decoded without a fault, fed as those of {@link #FREE_RUNNING}.
   */
  public static final String EXACT = "exact_free_running";

  /** Reconstruction and divergence: at least −ln p of a slice. */
  public static final String ELBO = "elbo_nats";

  /** The same for each step. */
  public static final String BITS_PER_STEP = SliceBaselines.BITS_PER_STEP;

  /**
   * What a slice's steps cost after another slice's history, less what they cost after their own:
   * near 0 where the decoder does not look at what was played.
   */
  public static final String HISTORY = "history_nats";

  private static final String LOSS = "loss";

  /** Cross-entropy of a slice's steps. */
  public static final String RECONSTRUCTION = "reconstruction_nats";

  private static final String KL = "kl_nats";
  private static final String KL_BITS = "kl_bits";
  private static final String Z_NORM = "z_norm";

  /** The figures that are means over slices, in the order in which reports give them. */
  public static final List<String> MEANS =
      List.of(
          ELBO,
          BITS_PER_STEP,
          LOSS,
          RECONSTRUCTION,
          KL,
          KL_BITS,
          TEACHER_FORCED,
          FREE_RUNNING,
          LATER_BARS,
          EXACT,
          Z_NORM);

  /** Those that need a drawn z: of a posterior's mean they bound nothing. */
  public static final List<String> OF_DRAWN = List.of(ELBO, BITS_PER_STEP, LOSS);

  /** How many dimensions of z tell slices apart. */
  public static final String ACTIVE_UNITS = "active_units";

  /** A dimension of z that tells no more is not active. */
  private static final double ACTIVE_BITS = 0.1;

  /** Sum of the divergences beyond the free ones, nats, before any weight. */
  private static final String CHARGED_KL = "charged_kl_nats";

  private static final double BIT = Math.log(2);

  private final SliceVae model;
  private final double[][] sums;
  private final Map<String, Double> others = new HashMap<>();

  private SliceVaeScore(SliceVae model, int slices) {
    this.model = model;
    this.sums = new double[slices][MEANS.size()];
  }

  /** All slices together. */
  public static PredictionSums of(
      SliceVae model, ComputationGraph network, List<int[]> slices, Z z) {
    return each(model, network, slices, z).sum();
  }

  /**
   * What came of slices.
   *
   * @param posterior that they were encoded to
   * @param z that they were decoded from, [slice][z]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Scored(ExampleScores each, Posterior posterior, float[][] z) {}

  /**
   * Each slice, and of all what {@link #events} and the figures that are no means are made of.
   *
   * @param slices at least one
   */
  public static ExampleScores each(
      SliceVae model, ComputationGraph network, List<int[]> slices, Z z) {
    return scored(model, network, slices, z).each();
  }

  /** The same with the posteriors. */
  static Scored scored(SliceVae model, ComputationGraph network, List<int[]> slices, Z from) {
    SliceVaeScore score = new SliceVaeScore(model, slices.size());
    Posterior posterior = model.encode(network, slices);
    float[][] z = from == Z.DRAWN ? AggregatePosterior.of(slices, posterior).z() : posterior.mu();
    double[] beyondFree = model.charge().beyondFree(score.addPosterior(posterior, z));
    score.addTeacherForced(network, slices, z);
    score.addFreeRunning(slices, model.decode(network, z, StepSampling.ARGMAX));
    score.addSums(beyondFree);
    long[] counts = new long[slices.size()];
    Arrays.fill(counts, 1);
    double loss = Arrays.stream(score.sums).mapToDouble(of -> of[MEANS.indexOf(LOSS)]).sum();
    score.others.put(PredictionSums.LOSS_NATS, loss);
    return new Scored(
        new ExampleScores(MEANS, counts, score.sums, new PredictionSums(0, score.others)),
        posterior,
        z);
  }

  /**
   * {@link #HISTORY} of each slice. The other slice is the one half of all slices further on; of a
   * single slice it is all class 0.
   *
   * @param scored what came of the slices with their own histories
   */
  static double[] historyNats(
      SliceVae model, ComputationGraph network, List<int[]> slices, Scored scored) {
    double[] nats = model.nats(network, slices, SliceScoring.otherHistories(slices), scored.z());
    for (int k = 0; k < nats.length; k++) {
      nats[k] -= scored.each().sums()[k][MEANS.indexOf(RECONSTRUCTION)];
    }
    return nats;
  }

  /** With what of each slice's divergence is beyond the free nats. */
  private void addSums(double[] beyondFree) {
    for (int k = 0; k < sums.length; k++) {
      double kl = of(k, KL);
      double elbo = of(k, RECONSTRUCTION) + kl;
      put(k, KL_BITS, kl / BIT);
      put(k, ELBO, elbo);
      put(k, BITS_PER_STEP, elbo / (model.steps() * BIT));
      add(CHARGED_KL, beyondFree[k]);
      double whole = model.charge().wholeBeta() * kl;
      put(k, LOSS, of(k, RECONSTRUCTION) + model.charge().maxBeta() * beyondFree[k] + whole);
    }
  }

  private double of(int slice, String figure) {
    return sums[slice][MEANS.indexOf(figure)];
  }

  private void put(int slice, String figure, double value) {
    sums[slice][MEANS.indexOf(figure)] = value;
  }

  /** Returns the divergences, [slice][number of z]. */
  private double[][] addPosterior(Posterior posterior, float[][] z) {
    int latent = model.latent();
    double[][] kl = new double[z.length][latent];
    double[] means = new double[latent];
    double[] squaredMeans = new double[latent];
    double[] variances = new double[latent];
    for (int k = 0; k < z.length; k++) {
      double[] mu = Doubles.of(posterior.mu()[k]);
      double[] sigma = Doubles.of(posterior.sigma()[k]);
      double nats = 0;
      double squares = 0;
      for (int i = 0; i < latent; i++) {
        kl[k][i] = KlVertex.nats(mu[i], sigma[i]);
        nats += kl[k][i];
        squares += (double) z[k][i] * z[k][i];
        means[i] += mu[i];
        squaredMeans[i] += mu[i] * mu[i];
        variances[i] += sigma[i] * sigma[i];
      }
      put(k, KL, nats);
      put(k, Z_NORM, Math.sqrt(squares));
    }
    for (int i = 0; i < latent; i++) {
      add(name("mu", i), means[i]);
      add(name("mu_squared", i), squaredMeans[i]);
      add(name("sigma_squared", i), variances[i]);
    }
    return kl;
  }

  private void addTeacherForced(ComputationGraph network, List<int[]> slices, float[][] z) {
    int[] right = new int[z.length];
    double[] nats = new double[z.length];
    model.decode(
        network,
        z,
        (slice, label, logits) -> {
          int target = slices.get(slice)[label];
          nats[slice] += SliceVae.nats(logits, target);
          right[slice] += ClassDraw.mostProbable(logits) == target ? 1 : 0;
          return target;
        });
    for (int k = 0; k < z.length; k++) {
      put(k, RECONSTRUCTION, nats[k]);
      put(k, TEACHER_FORCED, (double) right[k] / model.labels());
    }
  }

  private void addFreeRunning(List<int[]> slices, List<int[]> decoded) {
    int bar = DrumGrid.STEPS_PER_BAR;
    List<SliceVoice> voices = model.form().voices();
    for (int k = 0; k < slices.size(); k++) {
      int right = 0;
      int rightLater = 0;
      for (int at = 0; at < model.labels(); at++) {
        int wanted = slices.get(k)[at];
        int got = decoded.get(k)[at];
        right += got == wanted ? 1 : 0;
        rightLater += got == wanted && at % model.steps() >= bar ? 1 : 0;
        addEvents(voices.get(at / model.steps()), wanted, got);
      }
      int later = Math.max(0, model.steps() - bar) * voices.size();
      put(k, FREE_RUNNING, (double) right / model.labels());
      put(k, LATER_BARS, (double) rightLater / later);
      put(k, EXACT, right == model.labels() ? 1 : 0);
    }
  }

  private void addEvents(SliceVoice voice, int wanted, int got) {
    for (SliceVoice.Event event : voice.events()) {
      add(name("wanted", voice, event), event.has().test(wanted) ? 1 : 0);
      add(name("got", voice, event), event.has().test(got) ? 1 : 0);
      add(name("right", voice, event), event.isRight(wanted, got) ? 1 : 0);
    }
  }

  private void add(String name, double value) {
    others.merge(name, value, Double::sum);
  }

  private static String name(String of, SliceVoice voice, SliceVoice.Event event) {
    return of + "_" + voice.name() + "_" + event.name();
  }

  private static String name(String of, int number) {
    return String.format(Locale.ROOT, "%s_%03d", of, number);
  }

  /** See {@link SliceVae#lossNats}. */
  static double lossNats(SliceVae model, PredictionSums score, long iteration) {
    return score.mean(RECONSTRUCTION)
        + model.charge().nats(score.mean(KL), score.mean(CHARGED_KL), iteration);
  }

  /** By the names that reports use, nats and bits of a slice. */
  static Map<String, Double> figures(SliceVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    figures.put(ACTIVE_UNITS, (double) activeUnits(model, score));
    return figures;
  }

  /**
   * Dimensions of z that tell slices apart by more than a tenth of a bit, taken each for a Gaussian
   * channel: ½ · log2(1 + Var(mu) / mean(sigma²)).
   */
  private static int activeUnits(SliceVae model, PredictionSums score) {
    int active = 0;
    for (int dimension = 0; dimension < model.latent(); dimension++) {
      double mean = score.mean(name("mu", dimension));
      double variance = score.mean(name("mu_squared", dimension)) - mean * mean;
      double noise = score.mean(name("sigma_squared", dimension));
      active += Math.log1p(variance / noise) / (2 * BIT) > ACTIVE_BITS ? 1 : 0;
    }
    return active;
  }

  /**
   * How well free-running decoding finds an event, as the hits of a drum.
   *
   * @param hits in the slices
   * @param precision the share of decoded hits that are in the slice; null where none was decoded
   * @param recall the share of the slice's hits that were decoded; null if absent
   * @param f1 the harmonic mean of both; null without any hit
   */
  public record Found(long hits, Double precision, Double recall, Double f1) {}

  /** How well each event of a voice is found, in their order. */
  public static Map<SliceVoice.Event, Found> events(SliceVoice voice, PredictionSums score) {
    Map<SliceVoice.Event, Found> events = new LinkedHashMap<>();
    for (SliceVoice.Event event : voice.events()) {
      double wanted = score.sums().get(name("wanted", voice, event));
      double got = score.sums().get(name("got", voice, event));
      double right = score.sums().get(name("right", voice, event));
      Double f1 = share(2 * right, got + wanted);
      events.put(event, new Found(Math.round(wanted), share(right, got), share(right, wanted), f1));
    }
    return events;
  }

  private static Double share(double of, double all) {
    return all == 0 ? null : of / all;
  }
}
