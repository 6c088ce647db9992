package io.partita.kind.groovae;

import io.partita.form.PlayedDrums;
import io.partita.model.ModelKind;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceScoring;
import io.partita.option.OptionRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Option;

/** What {@code model evaluate} does with a GrooVAE: it plays a split's slices. */
final class EvaluateGrooVae implements SliceEvaluator<PlayedDrums, GrooVae> {
  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Temperature of what is played, as in humanize (default: 0, its means).")
  private double temperature;

  @Override
  public ModelKind<GrooVae> kind() {
    return GrooVaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A GrooVAE plays each slice from the mean of z, step after step from its own playing.",
        "offset_mae_ms, offset_mse_steps2, velocity_mse (0 to 1) and velocity_mae_127 are means",
        "over hits. timing_kl and velocity_kl compare histograms of real and played hits, nats;",
        "groove_distance compares the mean offsets of each drum at each sixteenth of a bar. Low",
        "errors alone reward the mean, low KLs alone reward noise. told_apart_auc is how well a",
        "logistic regression tells a file's real offsets and velocities from played ones, by",
        "histograms: 0.5 is not at all, 1 always. hits_f1 and hits_hamming (per slice) are of",
        "drums whose hits the model chooses; nearest_slice is then nearest by what the encoder",
        "sees, frequent_slice the most frequent with the same taps. loss, hits_nats,",
        "velocity_se and offset_se are per slice; with --set loss=hits in training velocity_nats,",
        "offset_nats and elbo_nats, a bound on -ln of a density.",
        "Fields of --json: offset_mae_ms, offset_mse_steps2, velocity_mse, velocity_mae_127,",
        "timing_kl, velocity_kl, groove_distance, told_apart_auc, by_drum, loss, kl_bits, …");
  }

  @Override
  public String measuredOn(GrooVae model) {
    return "%d steps of drum performances by the drum map %s"
        .formatted(model.steps(), model.drumMap());
  }

  @Override
  public Map<String, Object> choices() {
    return Map.of("temperature", temperature);
  }

  @Override
  public Measured measured(SliceScoring<PlayedDrums, GrooVae> scoring) {
    OptionRange.require(temperature >= 0, "--temperature must be 0 or above", temperature);
    GrooVae model = scoring.model();
    double drawnAt = temperature;
    FileScores scores =
        scoring.scores(
            GrooVaeScore.SUMS, (network, batch) -> GrooVaeScore.of(model, network, batch, drawnAt));
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(scores.sum()));
    figures.put(GrooveFigures.GROOVE_DISTANCE, GrooveFigures.grooveDistance(scores));
    figures.put(GrooveFigures.TOLD_APART, GrooveFigures.toldApart(scores));
    return new Measured(
        scoring.of(),
        GrooveFigures.perHit(scores),
        figures,
        Map.of("by_drum", GrooveFigures.byDrum(scores.sum(), model.ownDrums())),
        "",
        scoring.training(model::score, model::figures));
  }

  @Override
  public BaselineScores baselines(
      JavaSparkContext spark,
      GrooVae model,
      Examples<PlayedDrums> train,
      Examples<PlayedDrums> validation,
      JavaRDD<FileExample<PlayedDrums>> byFile) {
    return GrooveBaselines.scores(model, train, byFile.collect());
  }
}
