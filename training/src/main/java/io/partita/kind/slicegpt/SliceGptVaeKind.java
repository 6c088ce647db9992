package io.partita.kind.slicegpt;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.form.SliceForm;
import io.partita.model.HyperParameters;
import io.partita.model.ModelDescription;
import io.partita.model.StrictJson;
import io.partita.model.slices.vae.SliceVaeKind;
import java.util.Map;

/** A kind of slice GPTs with a latent vector: those of one form. */
interface SliceGptVaeKind extends SliceVaeKind<SliceGptVae> {
  /** What archives call models of a form's slices. */
  static String name(SliceForm form) {
    return SliceGptKind.name(form) + "-vae";
  }

  /** The same without a latent vector. */
  SliceGptKind plain();

  @Override
  default Names names() {
    SliceForm form = plain().form();
    Names names = plain().names();
    return new Names(
        name(form),
        names.title() + "-VAE",
        names.lossUnit(),
        names.trainCommand(),
        names.learnsFrom());
  }

  /** The same for all forms. */
  @Override
  default String texts() {
    return "slice-gpt-vae";
  }

  @Override
  default String madeBy() {
    return SliceVaeKind.super.madeBy() + " --config " + name() + "_2bar";
  }

  @Override
  default Class<?> trainer() {
    return plain().trainer();
  }

  @Override
  default Map<String, Object> options(Map<String, Object> kept) {
    return plain().options(kept);
  }

  @Override
  default SliceGptVae model(ModelDescription card) {
    try {
      SliceGptVae model = StrictJson.value(card.config(), SliceGptVae.class);
      SliceForm form = plain().form();
      HyperParameters.require(
          model.form().equals(form), "slices", model.decoder().slices(), form.name());
      return model;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException("its config fits no " + title(), e);
    }
  }
}
