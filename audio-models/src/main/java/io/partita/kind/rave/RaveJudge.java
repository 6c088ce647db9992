package io.partita.kind.rave;

import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.vae.ActiveUnits;
import io.partita.model.audio.vae.AudioJudge;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.Scoring;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How near what a {@link Rave} decodes is to windows, beside silence and beside the sound that
 * Griffin and Lim's method makes of the windows' own mel, without any bottleneck. The one knows
 * nothing above the mel's highest band and pays for it in the spectral distance: that and the
 * log-mel error are to be read together.
 */
final class RaveJudge implements AudioJudge<Rave> {
  /** Windows whose frames tell how many numbers z comes down to. */
  private static final long MOST_WINDOWS = 1000;

  @Override
  public Measured measured(
      JavaSparkContext spark,
      TrainedModel<Rave> model,
      Examples<float[]> held,
      JavaRDD<FileExample<float[]>> byFile,
      Examples<float[]> training) {
    Rave network = model.model();
    FileScores scores =
        Scoring.byFile(
            spark,
            network,
            model.weights(),
            byFile,
            RaveScore.MEANS,
            (loaded, batch) -> RaveScore.each(network, loaded, batch));
    Map<String, Double> figures = network.figures(scores.sum());
    Map<String, Integer> needed = needed(spark, model, held);
    return new Measured(
        model,
        scores,
        figures,
        Map.of("latents_of_fidelity", needed),
        String.format(
            Locale.ROOT,
            "%.0f of %d units of z are active; %d components have 95 %% of the variance of its"
                + " means%n",
            figures.get(ActiveUnits.NAME),
            network.latents(),
            needed.get("0.95")),
        training == null
            ? null
            : new Measured.Training(
                training.count(),
                network.figures(Scoring.of(spark, network, model.weights(), training))));
  }

  /** Components that have more than a share of the variance of the means, by that share. */
  private static Map<String, Integer> needed(
      JavaSparkContext spark, TrainedModel<Rave> model, Examples<float[]> held) {
    LatentFidelity fidelity = LatentFidelity.of(spark, model, held.spread(MOST_WINDOWS));
    Map<String, Integer> needed = new TreeMap<>();
    for (String share : List.of("0.8", "0.9", "0.95", "0.99")) {
      needed.put(share, fidelity.needed(Double.parseDouble(share)));
    }
    return needed;
  }

  @Override
  public BaselineScores baselines(
      Rave model,
      AudioExamples train,
      Callable<AudioExamples> learnt,
      String split,
      JavaRDD<FileExample<float[]>> byFile) {
    return RaveBaselines.of(model, train == null ? null : train.windows(split)).scores(byFile);
  }
}
