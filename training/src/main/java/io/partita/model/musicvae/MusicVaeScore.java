package io.partita.model.musicvae;

import io.partita.drum.DrumClass;
import io.partita.lstm.Doubles;
import io.partita.lstm.KlVertex;
import io.partita.lstm.LogSoftmax;
import io.partita.lstm.LogitRows;
import io.partita.lstm.Mix;
import io.partita.lstm.Segments;
import io.partita.model.ClassDraw;
import io.partita.model.PredictionSums;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a {@link MusicVae} encodes and decodes slices, summed over slices. The loss is the
 * training's own with the divergence's full weight. Accuracies are shares of a slice's steps whose
 * class is right: teacher-forced, fed the slice's own steps; free-running, fed the model's own most
 * probable ones.
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

  private static final String RECONSTRUCTION = "reconstruction_nats";
  private static final String KL = "kl_nats";

  /** A dimension of z is active where its mu varies by more (Burda et al., 2016). */
  private static final double ACTIVE_VARIANCE = 0.01;

  private final MusicVae model;
  private final Map<String, Double> sums = new HashMap<>();

  private MusicVaeScore(MusicVae model) {
    this.model = model;
  }

  /**
   * @param slices at least one
   */
  public static PredictionSums of(
      MusicVae model, ComputationGraph network, List<int[]> slices, Z z) {
    MusicVaeScore sums = new MusicVaeScore(model);
    for (int first = 0; first < slices.size(); first += MusicVaeCoding.BATCH) {
      int end = Math.min(slices.size(), first + MusicVaeCoding.BATCH);
      sums.add(network, slices.subList(first, end), z);
    }
    return new PredictionSums(slices.size(), sums.sums);
  }

  /** See {@link MusicVae#stepNats}. */
  static double[][] stepNats(
      MusicVae model, ComputationGraph network, List<int[]> slices, List<float[]> noise) {
    double[][] nats = new double[slices.size()][model.steps()];
    for (int first = 0; first < slices.size(); first += MusicVaeCoding.BATCH) {
      int end = Math.min(slices.size(), first + MusicVaeCoding.BATCH);
      float[] ofBatch = new float[(end - first) * model.latent()];
      for (int k = first; k < end; k++) {
        System.arraycopy(noise.get(k), 0, ofBatch, (k - first) * model.latent(), model.latent());
      }
      List<int[]> batch = slices.subList(first, end);
      INDArray[] features = MusicVaeArrays.features(model, batch, ofBatch);
      List<String> wanted = List.of(MusicVaeGraph.LOGITS);
      LogitRows rows = new LogitRows(network.output(wanted, false, features, null)[0]);
      Segments order = new Segments(batch.size(), model.steps(), model.segments());
      for (int k = 0; k < batch.size(); k++) {
        for (int step = 0; step < model.steps(); step++) {
          nats[first + k][step] = nats(rows.read(order.row(k, step)), batch.get(k)[step]);
        }
      }
    }
    return nats;
  }

  private static double nats(double[] logits, int target) {
    return LogSoftmax.logSum(logits, 0, logits.length) - logits[target];
  }

  private void add(ComputationGraph network, List<int[]> slices, Z z) {
    List<String> wanted =
        List.of(
            MusicVaeGraph.MU,
            MusicVaeGraph.SIGMA,
            MusicVaeGraph.condition(model),
            MusicVaeGraph.DECODER_START,
            MusicVaeGraph.LOGITS);
    INDArray[] features = MusicVaeArrays.features(model, slices, noise(slices, z));
    INDArray[] found = network.output(wanted, false, features, null);
    addPosterior(Doubles.of(found[0]), Doubles.of(found[1]), slices.size());
    addTeacherForced(slices, new LogitRows(found[4]));
    addFreeRunning(slices, MusicVaeCoding.decode(model, network, found[2], found[3], null, ClassDraw.LIKELIEST));
  }

  private float[] noise(List<int[]> slices, Z z) {
    float[] noise = new float[slices.size() * model.latent()];
    if (z == Z.DRAWN) {
      for (int k = 0; k < slices.size(); k++) {
        SplittableRandom random = new SplittableRandom(Mix.of(Arrays.hashCode(slices.get(k))));
        float[] ofSlice = MusicVaeArrays.noise(model.latent(), random);
        System.arraycopy(ofSlice, 0, noise, k * ofSlice.length, ofSlice.length);
      }
    }
    return noise;
  }

  private void addPosterior(double[] mu, double[] sigma, int slices) {
    for (int k = 0; k < slices; k++) {
      double nats = KlVertex.nats(mu, sigma, k * model.latent(), model.latent());
      add(KL, nats);
      add(PredictionSums.LOSS_NATS, model.maxBeta() * Math.max(nats - model.freeNats(), 0));
      for (int dimension = 0; dimension < model.latent(); dimension++) {
        double of = mu[k * model.latent() + dimension];
        add(name("mu", dimension), of);
        add(name("mu_squared", dimension), of * of);
      }
    }
  }

  private void addTeacherForced(List<int[]> slices, LogitRows rows) {
    Segments order = new Segments(slices.size(), model.steps(), model.segments());
    for (int k = 0; k < slices.size(); k++) {
      int right = 0;
      double nats = 0;
      for (int step = 0; step < model.steps(); step++) {
        double[] logits = rows.read(order.row(k, step));
        int target = slices.get(k)[step];
        nats += nats(logits, target);
        right += StepDecoder.mostProbable(logits) == target ? 1 : 0;
      }
      add(RECONSTRUCTION, nats);
      add(PredictionSums.LOSS_NATS, nats);
      add(TEACHER_FORCED, (double) right / model.steps());
    }
  }

  private void addFreeRunning(List<int[]> slices, List<int[]> decoded) {
    for (int k = 0; k < slices.size(); k++) {
      int right = 0;
      for (int step = 0; step < model.steps(); step++) {
        int wanted = slices.get(k)[step];
        int got = decoded.get(k)[step];
        right += got == wanted ? 1 : 0;
        for (DrumClass drum : DrumClass.values()) {
          addHit(drum, (wanted & drum.bit()) != 0, (got & drum.bit()) != 0);
        }
      }
      add(FREE_RUNNING, (double) right / model.steps());
    }
  }

  private void addHit(DrumClass drum, boolean wanted, boolean got) {
    add(name("wanted", drum), wanted ? 1 : 0);
    add(name("got", drum), got ? 1 : 0);
    add(name("right", drum), wanted && got ? 1 : 0);
  }

  private void add(String name, double value) {
    sums.merge(name, value, Double::sum);
  }

  private static String name(String of, DrumClass drum) {
    return of + "_" + drum.name().toLowerCase(Locale.ROOT);
  }

  private static String name(String of, int number) {
    return String.format(Locale.ROOT, "%s_%03d", of, number);
  }

  /** Means over slices by the names that reports use, nats and bits of a slice. */
  static Map<String, Double> figures(MusicVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", score.mean(PredictionSums.LOSS_NATS));
    figures.put(RECONSTRUCTION, score.mean(RECONSTRUCTION));
    figures.put(KL, score.mean(KL));
    figures.put("kl_bits", score.mean(KL) / Math.log(2));
    figures.put(TEACHER_FORCED, score.mean(TEACHER_FORCED));
    figures.put(FREE_RUNNING, score.mean(FREE_RUNNING));
    figures.put("active_z", (double) activeDimensions(model, score) / model.latent());
    return figures;
  }

  private static int activeDimensions(MusicVae model, PredictionSums score) {
    int active = 0;
    for (int dimension = 0; dimension < model.latent(); dimension++) {
      double mean = score.mean(name("mu", dimension));
      double variance = score.mean(name("mu_squared", dimension)) - mean * mean;
      active += variance > ACTIVE_VARIANCE ? 1 : 0;
    }
    return active;
  }

  /**
   * How well free-running decoding finds the hits of a drum.
   *
   * @param hits in the slices
   * @param precision the share of decoded hits that are in the slice; null where none was decoded
   * @param recall the share of the slice's hits that were decoded; null where there is none
   */
  public record Drum(long hits, Double precision, Double recall) {}

  /** How well each drum is found, in their order. */
  public static Map<DrumClass, Drum> drums(PredictionSums score) {
    Map<DrumClass, Drum> drums = new EnumMap<>(DrumClass.class);
    for (DrumClass drum : DrumClass.values()) {
      double wanted = score.sums().get(name("wanted", drum));
      double got = score.sums().get(name("got", drum));
      double right = score.sums().get(name("right", drum));
      drums.put(drum, new Drum(Math.round(wanted), share(right, got), share(right, wanted)));
    }
    return drums;
  }

  private static Double share(double of, double all) {
    return all == 0 ? null : of / all;
  }
}
