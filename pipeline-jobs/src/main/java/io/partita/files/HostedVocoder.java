package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.vocoder.VocoderModel;
import java.io.IOException;

/** Sound from log-mel frames by a vocoder that was trained elsewhere. */
final class HostedVocoder {
  private HostedVocoder() {}

  /**
   * The samples of frames, 256 each.
   *
   * @param file of the model
   * @throws UserException where the model is none, or not for these frames
   */
  static float[] samples(String file, MelFrames mel) throws IOException {
    if (!mel.recipe().equals(VocoderModel.RECIPE)) {
      throw new UserException(
          Mistake.MISMATCH,
          "The mel is of recipe %s, but vocoders are for %s."
              .formatted(mel.recipe().name(), VocoderModel.RECIPE.name()));
    }
    try (VocoderModel vocoder = VocoderModel.open(HostedFiles.model(file))) {
      return vocoder.samples(mel.frames());
    } catch (MalformedInputException e) {
      throw HostedFiles.refused("The mel", e);
    }
  }
}
