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
