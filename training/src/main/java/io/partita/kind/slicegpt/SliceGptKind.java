package io.partita.kind.slicegpt;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.form.SliceForm;
import io.partita.model.HyperParameters;
import io.partita.model.ModelDescription;
import io.partita.model.ModelFigure;
import io.partita.model.StrictJson;
import io.partita.model.job.KindJob;
import io.partita.model.slices.SliceKind;
import java.util.List;
import java.util.Map;

/** A kind of language models of slices: those of one form. */
interface SliceGptKind extends SliceKind<SliceGpt> {
  /** What archives call models of a form's slices. */
  static String name(SliceForm form) {
    return form.word() + "-gpt";
  }

  SliceForm form();

  /** The hyper-parameters of {@link #trainer} that have a name. */
  HyperParameters<SliceGptShape> kept();

  /** What a release must reach. */
  Bar bar();

  /**
   * What a release must reach.
   *
   * @param mostNats of a slice
   * @param leastHistoryNats of {@link SliceGptScore#HISTORY}
   */
  record Bar(double mostNats, double leastHistoryNats) {}

  @Override
  default Names names() {
    return new Names(
        name(form()),
        form().word() + " GPT",
        "nats per slice",
        "train-" + name(form()),
        List.of(form().word() + "_slices"));
  }

  @Override
  default Map<String, Object> options(Map<String, Object> kept) {
    return kept().options(kept);
  }

  @Override
  default List<KindJob<?>> jobs() {
    return List.of(new EvaluateSliceGpt(this), new GenerateSliceGpt(this));
  }

  @Override
  default SliceGpt model(ModelDescription card) {
    try {
      SliceGpt model = StrictJson.value(card.config(), SliceGpt.class);
      HyperParameters.require(model.form().equals(form()), "slices", model.slices(), form().name());
      return model;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config fits no " + title(), e);
    }
  }

  @Override
  default List<ModelFigure> measures() {
    return List.of(ModelFigure.nats(SliceGptScore.NATS), ModelFigure.share(SliceGptScore.ACCURACY));
  }
}
