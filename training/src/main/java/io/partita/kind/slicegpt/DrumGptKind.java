package io.partita.kind.slicegpt;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.StrictJson;
import io.partita.model.job.KindJob;
import io.partita.model.slices.SliceKind;
import java.util.List;
import java.util.Map;

/** Language models of drum slices. */
public record DrumGptKind() implements SliceKind<SliceGpt> {
  public static final DrumGptKind KIND = new DrumGptKind();

  @Override
  public Names names() {
    return new Names(
        SliceGpt.KIND, "drum GPT", "nats per slice", "train-drum-gpt", List.of("drum_slices"));
  }

  @Override
  public Class<TrainDrumGpt> trainer() {
    return TrainDrumGpt.class;
  }

  @Override
  public Map<String, Object> options(Map<String, Object> kept) {
    return SliceGptShape.KEPT.options(kept);
  }

  @Override
  public List<KindJob<?>> jobs() {
    return List.of(new EvaluateSliceGpt(), new GenerateSliceGpt());
  }

  @Override
  public SliceGpt model(ModelDescription card) {
    try {
      return StrictJson.value(card.config(), SliceGpt.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config fits no drum GPT", e);
    }
  }

  @Override
  public List<ModelFigure> measures() {
    return List.of(ModelFigure.nats(SliceGptScore.NATS), ModelFigure.share(SliceGptScore.ACCURACY));
  }
}
