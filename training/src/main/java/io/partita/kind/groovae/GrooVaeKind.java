package io.partita.kind.groovae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.job.KindJob;
import io.partita.model.slices.SliceKind;
import io.partita.objective.Interpolator;
import io.partita.objective.Reconstructor;
import java.util.List;
import java.util.Map;

/** Autoencoders of drum performances, which learn to groove. */
public record GrooVaeKind() implements SliceKind<GrooVae> {
  public static final GrooVaeKind KIND = new GrooVaeKind();

  @Override
  public Names names() {
    return new Names(
        GrooVae.KIND, "GrooVAE", "nats per slice", "train-groovae", List.of("drum_performances"));
  }

  @Override
  public Class<TrainGrooVae> trainer() {
    return TrainGrooVae.class;
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(
        new EvaluateGrooVae(),
        new GenerateGrooVae(this),
        new Reconstructor<>(this, new PerformanceLatents()),
        new Interpolator<>(this, new PerformanceLatents()),
        new HumanizeLoops(this));
  }

  @Override
  public GrooVae model(ModelDescription card) {
    return config(card, GrooVae.class);
  }

  @Override
  public GrooVae playing(GrooVae model, Map<String, String> others) {
    for (String name : others.keySet()) {
      if (!GrooVae.OF_PLAYING.contains(name)) {
        throw new UserException(
            Mistake.BAD_OPTION,
            "After training only %s of a GrooVAE can be set, not %s."
                .formatted(String.join(", ", GrooVae.OF_PLAYING), name));
      }
    }
    return model.with(others);
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(
        ModelFigure.error(GrooveFigures.OFFSET_MAE_MS),
        ModelFigure.error(GrooveFigures.VELOCITY_MSE),
        ModelFigure.error(GrooveFigures.TIMING_KL),
        ModelFigure.error(GrooveFigures.VELOCITY_KL));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(GrooveFigures.OFFSET_MAE_MS, GrooveBaselines.NAMES);
  }
}
