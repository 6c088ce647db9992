package io.partita.kind.hosted.vocoder;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.MelRecipe;
import io.partita.kind.hosted.FileJob;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.model.job.Vocodes;
import java.io.IOException;

/** What {@code convert} does with vocoders. */
public final class VocodeMel implements FileJob, Vocodes {
  @Override
  public String name() {
    return "vocoder";
  }

  @Override
  public String title() {
    return "vocoder of " + VocoderModel.RECIPE.name();
  }

  @Override
  public boolean takes(HostedDescription model) {
    return VocoderModel.takes(model);
  }

  @Override
  public float[] samples(String model, MelRecipe recipe, float[][] frames) throws IOException {
    if (!recipe.equals(VocoderModel.RECIPE)) {
      throw new UserException(
          Mistake.MISMATCH,
          "The mel is of recipe %s, but vocoders are for %s."
              .formatted(recipe.name(), VocoderModel.RECIPE.name()));
    }
    try (VocoderModel vocoder = VocoderModel.open(HostedFiles.model(model))) {
      return vocoder.samples(frames);
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("The mel", e);
    }
  }
}
