package io.partita.kind.musicvae;

import io.partita.SplitMix64;
import io.partita.drum.DrumGrid;
import io.partita.model.ClassDraw;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceScoring;
import io.partita.model.slices.Voice;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlVertex;
import io.partita.nn.loss.LogSoftmax;
import io.partita.nn.loss.LogitRows;
import io.partita.nn.loss.Segments;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a {@link MusicVae} encodes and decodes slices, slice by slice. The loss is the
 * training's own with the divergence's full weight; the ELBO, the negative of what it is short for,
 * is reconstruction and whole divergence: a bound on −ln p of a slice (Kingma and Welling, 2014).
 * Accuracies are shares of a slice's steps, of all its voices, whose class is right:
 * teacher-forced, fed the slice's own steps; free-running, fed the model's own most probable ones.
 */
public final class MusicVaeScore {
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

  private final MusicVae model;
  private final double[][] sums;
  private final Posterior posterior;
  private final Map<String, Double> others = new HashMap<>();
  private int scored;

  private MusicVaeScore(MusicVae model, int slices) {
    this.model = model;
    this.sums = new double[slices][MEANS.size()];
    this.posterior = new Posterior(new float[slices][], new float[slices][]);
  }

  /** All slices together. */
  public static PredictionSums of(
      MusicVae model, ComputationGraph network, List<int[]> slices, Z z) {
    return each(model, network, slices, z).sum();
  }

  /**
   * What came of slices.
   *
   * @param posterior that they were encoded to
   */
  record Scored(ExampleScores each, Posterior posterior) {}

  /**
   * Each slice, and of all what {@link #events} and the figures that are no means are made of.
   *
   * @param slices at least one
   */
  public static ExampleScores each(
      MusicVae model, ComputationGraph network, List<int[]> slices, Z z) {
    return scored(model, network, slices, z).each();
  }

  /** The same with the posteriors. */
  static Scored scored(MusicVae model, ComputationGraph network, List<int[]> slices, Z z) {
    MusicVaeScore score = new MusicVaeScore(model, slices.size());
    for (int first = 0; first < slices.size(); first += MusicVaeCoding.BATCH) {
      int end = Math.min(slices.size(), first + MusicVaeCoding.BATCH);
      score.add(network, slices.subList(first, end), z);
    }
    long[] counts = new long[slices.size()];
    Arrays.fill(counts, 1);
    double loss = Arrays.stream(score.sums).mapToDouble(of -> of[MEANS.indexOf(LOSS)]).sum();
    score.others.put(PredictionSums.LOSS_NATS, loss);
    return new Scored(
        new ExampleScores(MEANS, counts, score.sums, new PredictionSums(0, score.others)),
        score.posterior);
  }

  /** The name of a vertex of each voice. */
  private static List<String> ofVoices(MusicVae model, String vertex) {
    return IntStream.range(0, model.form().voices().size())
        .mapToObj(voice -> MusicVaeGraph.of(model, vertex, voice))
        .toList();
  }

  private static double nats(double[] logits, int target) {
    return LogSoftmax.logSum(logits, 0, logits.length) - logits[target];
  }

  /**
   * {@link #HISTORY} of each slice. The other slice is the one half of all slices further on; of a
   * single slice it is all class 0.
   *
   * @param scored what came of the slices with their own histories
   */
  static double[] historyNats(
      MusicVae model, ComputationGraph network, List<int[]> slices, Z z, ExampleScores scored) {
    MusicVaeScore score = new MusicVaeScore(model, slices.size());
    List<int[]> others = SliceScoring.otherHistories(slices);
    double[] nats = new double[slices.size()];
    for (int first = 0; first < slices.size(); first += MusicVaeCoding.BATCH) {
      int end = Math.min(slices.size(), first + MusicVaeCoding.BATCH);
      List<int[]> batch = slices.subList(first, end);
      double[] astray =
          score.nats(network, batch, others.subList(first, end), score.noise(batch, z));
      for (int k = first; k < end; k++) {
        nats[k] = astray[k - first] - scored.sums()[k][MEANS.indexOf(RECONSTRUCTION)];
      }
    }
    return nats;
  }

  private double[] nats(
      ComputationGraph network, List<int[]> heard, List<int[]> fed, float[] noise) {
    INDArray[] features = MusicVaeArrays.features(model, heard, fed, noise);
    INDArray[] logits =
        network.output(ofVoices(model, MusicVaeGraph.LOGITS), false, features, null);
    double[] nats = new double[fed.size()];
    eachStep(heard, List.of(logits), (slice, of, target) -> nats[slice] += nats(of, target));
    return nats;
  }

  private void add(ComputationGraph network, List<int[]> slices, Z from) {
    Map<String, INDArray> found =
        outputs(network, MusicVaeArrays.features(model, slices, noise(slices, from)));
    keep(found.get(MusicVaeGraph.MU), posterior.mu());
    keep(found.get(MusicVaeGraph.SIGMA), posterior.sigma());
    addPosterior(
        Doubles.of(found.get(MusicVaeGraph.MU)),
        Doubles.of(found.get(MusicVaeGraph.SIGMA)),
        Doubles.of(found.get(MusicVaeGraph.Z)),
        slices.size());
    addTeacherForced(
        slices, ofVoices(model, MusicVaeGraph.LOGITS).stream().map(found::get).toList());
    addFreeRunning(
        slices,
        MusicVaeCoding.decode(
            model,
            network,
            found.get(MusicVaeGraph.condition(model)),
            ofVoices(model, MusicVaeGraph.DECODER_START).stream().map(found::get).toList(),
            null,
            ClassDraw.LIKELIEST));
    for (int k = scored; k < scored + slices.size(); k++) {
      double kl = of(k, KL);
      double elbo = of(k, RECONSTRUCTION) + kl;
      put(k, KL_BITS, kl / BIT);
      put(k, ELBO, elbo);
      put(k, BITS_PER_STEP, elbo / (model.steps() * BIT));
      double charged = Math.max(kl - model.freeNats(), 0);
      add(CHARGED_KL, charged);
      put(k, LOSS, of(k, RECONSTRUCTION) + model.maxBeta() * charged);
    }
    scored += slices.size();
  }

  private void keep(INDArray batch, float[][] all) {
    float[][] rows = batch.toFloatMatrix();
    System.arraycopy(rows, 0, all, scored, rows.length);
  }

  /** What comes out of each vertex that is looked at. DL4J gives null for a name's second time. */
  private Map<String, INDArray> outputs(ComputationGraph network, INDArray[] features) {
    List<String> wanted =
        Stream.of(
                Stream.of(MusicVaeGraph.MU, MusicVaeGraph.SIGMA, MusicVaeGraph.Z),
                Stream.of(MusicVaeGraph.condition(model)), // of the flat decoder z again
                ofVoices(model, MusicVaeGraph.DECODER_START).stream(),
                ofVoices(model, MusicVaeGraph.LOGITS).stream())
            .flatMap(names -> names)
            .distinct()
            .toList();
    INDArray[] found = network.output(wanted, false, features, null);
    Map<String, INDArray> outputs = new HashMap<>();
    for (int k = 0; k < found.length; k++) {
      outputs.put(wanted.get(k), found[k]);
    }
    return outputs;
  }

  private double of(int slice, String figure) {
    return sums[slice][MEANS.indexOf(figure)];
  }

  private void put(int slice, String figure, double value) {
    sums[slice][MEANS.indexOf(figure)] = value;
  }

  private float[] noise(List<int[]> slices, Z from) {
    float[] noise = new float[slices.size() * model.latent()];
    if (from == Z.DRAWN) {
      for (int k = 0; k < slices.size(); k++) {
        float[] ofSlice = noise(model, slices.get(k));
        System.arraycopy(ofSlice, 0, noise, k * ofSlice.length, ofSlice.length);
      }
    }
    return noise;
  }

  /** The noise that a slice itself draws, [z]. */
  static float[] noise(MusicVae model, int[] slice) {
    return MusicVaeArrays.noise(
        model.latent(), new SplittableRandom(SplitMix64.of(Arrays.hashCode(slice))));
  }

  private void addPosterior(double[] mu, double[] sigma, double[] z, int slices) {
    int latent = model.latent();
    for (int k = 0; k < slices; k++) {
      put(scored + k, KL, KlVertex.nats(mu, sigma, k * latent, latent));
      double squares = 0;
      for (int i = k * latent; i < (k + 1) * latent; i++) {
        squares += z[i] * z[i];
      }
      put(scored + k, Z_NORM, Math.sqrt(squares));
    }
    for (int dimension = 0; dimension < latent; dimension++) {
      double means = 0;
      double squaredMeans = 0;
      double variances = 0;
      for (int i = dimension; i < slices * latent; i += latent) {
        means += mu[i];
        squaredMeans += mu[i] * mu[i];
        variances += sigma[i] * sigma[i];
      }
      add(name("mu", dimension), means);
      add(name("mu_squared", dimension), squaredMeans);
      add(name("sigma_squared", dimension), variances);
    }
  }

  /** What is done at each step of each voice of each slice. */
  private interface StepWork {
    void at(int slice, double[] logits, int target);
  }

  private void eachStep(List<int[]> slices, List<INDArray> logitsOfVoices, StepWork work) {
    Segments order = new Segments(slices.size(), model.steps(), model.segments());
    for (int voice = 0; voice < logitsOfVoices.size(); voice++) {
      LogitRows rows = new LogitRows(logitsOfVoices.get(voice));
      for (int k = 0; k < slices.size(); k++) {
        for (int step = 0; step < model.steps(); step++) {
          work.at(k, rows.read(order.row(k, step)), slices.get(k)[voice * model.steps() + step]);
        }
      }
    }
  }

  private void addTeacherForced(List<int[]> slices, List<INDArray> logitsOfVoices) {
    int[] right = new int[slices.size()];
    double[] nats = new double[slices.size()];
    eachStep(
        slices,
        logitsOfVoices,
        (slice, logits, target) -> {
          nats[slice] += nats(logits, target);
          right[slice] += ClassDraw.mostProbable(logits) == target ? 1 : 0;
        });
    for (int k = 0; k < slices.size(); k++) {
      put(scored + k, RECONSTRUCTION, nats[k]);
      put(scored + k, TEACHER_FORCED, (double) right[k] / model.labels());
    }
  }

  private void addFreeRunning(List<int[]> slices, List<int[]> decoded) {
    int bar = DrumGrid.STEPS_PER_BAR;
    List<Voice> voices = model.form().voices();
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
      put(scored + k, FREE_RUNNING, (double) right / model.labels());
      put(scored + k, LATER_BARS, (double) rightLater / later);
    }
  }

  private void addEvents(Voice voice, int wanted, int got) {
    for (Voice.Event event : voice.events()) {
      add(name("wanted", voice, event), event.has().test(wanted) ? 1 : 0);
      add(name("got", voice, event), event.has().test(got) ? 1 : 0);
      add(name("right", voice, event), event.isRight(wanted, got) ? 1 : 0);
    }
  }

  private void add(String name, double value) {
    others.merge(name, value, Double::sum);
  }

  private static String name(String of, Voice voice, Voice.Event event) {
    return of + "_" + voice.name() + "_" + event.name();
  }

  private static String name(String of, int number) {
    return String.format(Locale.ROOT, "%s_%03d", of, number);
  }

  /** See {@link MusicVae#lossNats}. */
  static double lossNats(MusicVae model, PredictionSums score, long iteration) {
    return score.mean(RECONSTRUCTION)
        + model.charge().nats(score.mean(KL), score.mean(CHARGED_KL), iteration);
  }

  /** By the names that reports use, nats and bits of a slice. */
  static Map<String, Double> figures(MusicVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    MEANS.forEach(figure -> figures.put(figure, score.mean(figure)));
    figures.put(ACTIVE_UNITS, (double) activeUnits(model, score));
    return figures;
  }

  /**
   * Dimensions of z that tell slices apart by more than a tenth of a bit, taken each for a Gaussian
   * channel: ½ · log2(1 + Var(mu) / mean(sigma²)).
   */
  private static int activeUnits(MusicVae model, PredictionSums score) {
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
   */
  public record Found(long hits, Double precision, Double recall) {}

  /** How well each event of a voice is found, in their order. */
  public static Map<Voice.Event, Found> events(Voice voice, PredictionSums score) {
    Map<Voice.Event, Found> events = new LinkedHashMap<>();
    for (Voice.Event event : voice.events()) {
      double wanted = score.sums().get(name("wanted", voice, event));
      double got = score.sums().get(name("got", voice, event));
      double right = score.sums().get(name("right", voice, event));
      events.put(event, new Found(Math.round(wanted), share(right, got), share(right, wanted)));
    }
    return events;
  }

  private static Double share(double of, double all) {
    return all == 0 ? null : of / all;
  }
}
