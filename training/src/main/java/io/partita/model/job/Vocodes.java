package io.partita.model.job;

import io.partita.audio.MelRecipe;
import java.io.IOException;

/** What {@code convert} does with a model that makes sound from log-mel frames. */
public interface Vocodes extends ModelJob {
  @Override
  default String verb() {
    return "convert";
  }

  /**
   * The samples of frames, a hop each.
   *
   * @param model as the user named it
   * @param frames [n][bands]
   * @throws io.partita.UserException where the model is no vocoder, or not for these frames
   */
  float[] samples(String model, MelRecipe recipe, float[][] frames) throws IOException;
}
