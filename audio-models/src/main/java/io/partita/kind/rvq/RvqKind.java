package io.partita.kind.rvq;

import io.partita.model.Baselines;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.ModelLayer;
import io.partita.model.job.KindJob;
import io.partita.model.job.KindJobs;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Residual vector quantisers of log-mel frames or latents. */
public record RvqKind() implements ModelKind<Rvq>, KindJobs {
  public static final RvqKind KIND = new RvqKind();

  /**
   * Squared errors after all stages as a share of what there is to be told: Σ‖x − q‖² / Σ‖x − m‖²
   * over the frames x that are looked at, whatever their split, with what their codes decode to, q,
   * and the mean m of the training's numbers. Raw and normalised frames have the same share, as
   * both sums have the factor deviation². Training, {@code model evaluate} and {@code model
   * analyze} mean this by it.
   */
  public static final String RELATIVE_MSE = "relative_mse";

  /** The same after the first stage alone. */
  public static final String FIRST_STAGE = "first_stage_relative_mse";

  /** The guess of the mean of the numbers of the training, whose share is 1. */
  public static final String MEAN = "mean";

  @Override
  public Names names() {
    return new Names(Rvq.KIND, "quantiser", "relative MSE", "train-rvq", List.of("mel", "latents"));
  }

  @Override
  public Class<TrainRvq> trainer() {
    return TrainRvq.class;
  }

  @Override
  public List<Class<?>> commands() {
    return List.of(AnalyzeCodes.class);
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(new EvaluateRvq(), new EncodeCodes(), new DecodeCodes());
  }

  @Override
  public Rvq model(ModelDescription card) {
    return config(card, Rvq.class);
  }

  @Override
  public long parameters(Rvq model) {
    return model.parameters();
  }

  @Override
  public List<ModelLayer> layers(Rvq model) {
    String shape = "[" + model.entries() + ", " + model.dimension() + "]";
    return IntStream.rangeClosed(1, model.stages())
        .mapToObj(
            stage ->
                new ModelLayer(
                    "stage " + stage,
                    "Codebook",
                    Map.of("entries", shape),
                    (long) model.entries() * model.dimension()))
        .toList();
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(ModelFigure.error(RELATIVE_MSE));
  }

  @Override
  public Baselines baselines() {
    return new Baselines(RELATIVE_MSE, List.of(MEAN));
  }
}
