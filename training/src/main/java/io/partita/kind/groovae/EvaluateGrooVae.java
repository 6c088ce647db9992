package io.partita.kind.groovae;

import io.partita.drum.DrumGrid;
import io.partita.model.ModelKind;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.slices.SliceCut;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceScoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** What {@code evaluate} does with a GrooVAE: it plays a split's slices. */
final class EvaluateGrooVae implements SliceEvaluator<GrooVae> {
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
        "errors alone reward the mean, low KLs alone reward noise. hits_f1 is of models that",
        "choose the hits. loss, hits_nats, velocity_se and offset_se are per slice.",
        "Fields of --json: offset_mae_ms, offset_mse_steps2, velocity_mse, velocity_mae_127,",
        "timing_kl, velocity_kl, groove_distance, by_drum, loss, kl_bits, …");
  }

  @Override
  public String measuredOn(GrooVae model) {
    return "%d steps of drum performances by the drum map %s"
        .formatted(model.steps(), model.drumMap());
  }

  @Override
  public Measured measured(SliceScoring<GrooVae> scoring) {
    GrooVae model = scoring.model();
    FileScores scores =
        scoring.scores(
            GrooVaeScore.SUMS, (network, batch) -> GrooVaeScore.of(model, network, batch));
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(scores.sum()));
    figures.put(GrooveFigures.GROOVE_DISTANCE, GrooveFigures.grooveDistance(scores));
    return new Measured(
        scoring.of(),
        GrooveFigures.perHit(scores),
        figures,
        Map.of("by_drum", GrooveFigures.byDrum(scores.sum())),
        "",
        scoring.training(model::score, model::figures));
  }

  @Override
  public BaselineScores baselines(
      JavaSparkContext spark,
      SliceCut cut,
      Examples train,
      Examples validation,
      JavaRDD<FileExample> byFile) {
    int steps = cut.bars() * DrumGrid.STEPS_PER_BAR;
    return GrooveBaselines.scores(train, byFile.collect(), steps);
  }
}
