package io.partita.kind.cvae;

import io.partita.audio.compare.AudioDifference;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.audio.vae.ActiveUnits;
import io.partita.model.audio.vae.AudioComparison;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.Scoring;
import io.partita.model.train.TrainedModel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What is measured of a VAE of audio: its bound, window by window, and how near what it decodes
 * from the posterior's mean is to the windows.
 */
record MeasuredAudio(JavaSparkContext spark, Cvae model, ComputationGraph weights) {
  static final String COLLAPSE = "posterior_collapse";

  /** So many windows are sounded for the vocoder's ceiling, evenly spread: each takes a while. */
  private static final long MOST_VOCODED = 64;

  private static final long SEED = 1;

  /** Means over values, of each file. */
  private static final List<String> MEANS = means();

  private static List<String> means() {
    List<String> means = new ArrayList<>(CvaeScore.MEANS);
    means.add(AudioComparison.LOG_MEL_MAE_DB);
    return List.copyOf(means);
  }

  /** How far what a model makes, and silence, is from windows. */
  private record Differences(AudioDifference ours, AudioDifference silence)
      implements Serializable {
    static Differences none() {
      return new Differences(new AudioDifference(), new AudioDifference());
    }

    Differences and(Differences other) {
      ours.add(other.ours);
      silence.add(other.silence);
      return this;
    }
  }

  /**
   * @param held to measure on
   * @param byFile the same by their files
   * @param training to set beside it; null if absent
   */
  Measured measured(
      TrainedModel<Cvae> of,
      Examples<float[]> held,
      JavaRDD<FileExample<float[]>> byFile,
      Examples<float[]> training) {
    Cvae network = model;
    FileScores scores =
        Scoring.byFile(
            spark,
            network,
            weights,
            byFile,
            MEANS,
            (loaded, batch) -> scores(network, loaded, batch));
    Differences differences = differences(held);
    Map<String, Double> figures = figures(scores.sum(), differences);
    boolean hasCollapsed = CvaeScore.hasCollapsed(figures);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("draws", CvaeScore.DRAWS);
    details.put("silence", AudioComparison.fields(differences.silence().figures()));
    details.put("vocoder", vocoder(held));
    details.put("kl_of_units", CvaeScore.klOfUnits(model, scores.sum()));
    details.put(COLLAPSE, hasCollapsed);
    details.put("remarks", model.remarks());
    return new Measured(
        of,
        scores,
        figures,
        details,
        text(figures, details, hasCollapsed),
        training == null
            ? null
            : new Measured.Training(
                training.count(), figures(sum(training), differences(training))));
  }

  private PredictionSums sum(Examples<float[]> windows) {
    Cvae network = model;
    return Scoring.of(
        spark, network, weights, windows, (loaded, batch) -> scores(network, loaded, batch).sum());
  }

  /** The bound of each window, and the error of its log-mel. */
  private static ExampleScores scores(Cvae model, ComputationGraph network, List<float[]> windows) {
    ExampleScores bounds = CvaeScore.each(model, network, windows);
    AudioComparison comparison = new AudioComparison(model.input());
    float[][] made = model.decode(network, model.encode(network, windows).mu(), SEED);
    double[][] sums = new double[made.length][];
    for (int i = 0; i < made.length; i++) {
      float[] window = windows.get(i);
      double error = comparison.of(window, made[i]).figures().logMelMaeDb();
      sums[i] = Arrays.copyOf(bounds.sums()[i], MEANS.size());
      sums[i][MEANS.size() - 1] = error * bounds.counts()[i];
    }
    return new ExampleScores(MEANS, bounds.counts(), sums, bounds.others());
  }

  private Differences differences(Examples<float[]> windows) {
    Cvae network = model;
    return Scoring.each(
            spark,
            network,
            weights,
            windows,
            (loaded, batch) -> differences(network, loaded, batch))
        .stream()
        .reduce(Differences.none(), Differences::and);
  }

  private static Differences differences(
      Cvae model, ComputationGraph network, List<float[]> windows) {
    AudioComparison comparison = new AudioComparison(model.input());
    float[][] made = model.decode(network, model.encode(network, windows).mu(), SEED);
    Differences differences = Differences.none();
    for (int i = 0; i < made.length; i++) {
      float[] window = windows.get(i);
      comparison.add(window, made[i], differences.ours());
      comparison.add(window, comparison.silence(), differences.silence());
    }
    return differences;
  }

  private Map<String, Double> figures(PredictionSums sum, Differences differences) {
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(sum));
    AudioComparison.numbers(differences.ours().figures())
        .forEach((name, number) -> figures.put(name, Double.isFinite(number) ? number : null));
    figures.put(AudioComparison.LOG_MEL_MAE_DB, sum.mean(AudioComparison.LOG_MEL_MAE_DB));
    return figures;
  }

  /** What the vocoder makes of windows themselves; null if absent. */
  private Map<String, Object> vocoder(Examples<float[]> held) {
    Cvae network = model;
    if (!new AudioComparison(model.input()).isVocoded()) {
      return null;
    }
    AudioDifference all = new AudioDifference();
    held.spread(MOST_VOCODED)
        .byNumber()
        .values()
        .map(
            window -> {
              AudioComparison comparison = new AudioComparison(network.input());
              return comparison.of(window, comparison.vocoded(window, SEED));
            })
        .collect()
        .forEach(all::add);
    Map<String, Object> fields = AudioComparison.fields(all.figures());
    fields.put("windows", all.windows());
    return fields;
  }

  private String text(
      Map<String, Double> figures, Map<String, Object> details, boolean hasCollapsed) {
    StringBuilder lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            "%d of %d units of z are active; log_mel_mae_db of silence is %s%s%n",
            figures.get(ActiveUnits.NAME).intValue(),
            model.latents(),
            error(details.get("silence")),
            details.get("vocoder") == null
                ? ""
                : ", of the vocoder alone " + error(details.get("vocoder"))));
    model.remarks().forEach(remark -> lines.append(remark).append(System.lineSeparator()));
    if (hasCollapsed) {
      lines.append(
          String.format(
              Locale.ROOT,
              "The posterior has collapsed: with a KL below 0.05 nats a value and an SNR below 0.5"
                  + " dB z says next to nothing of the values themselves%s. Train longer, or with a"
                  + " longer warm-up, a smaller maxBeta or, of waves, a fixed sigma.%n",
              figures.get(ActiveUnits.NAME) > 0 ? ", of their level at most" : ""));
    }
    return lines.toString();
  }

  private static String error(Object fields) {
    return AudioComparison.text(((Map<?, ?>) fields).get(AudioComparison.LOG_MEL_MAE_DB), 2);
  }
}
