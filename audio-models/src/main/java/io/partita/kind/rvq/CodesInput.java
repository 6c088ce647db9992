package io.partita.kind.rvq;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.latent.GivenFile;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.util.Arrays;

/** Frames of files that a user names. */
final class CodesInput {
  private CodesInput() {}

  /**
   * An array [numbers, frames] of a model's frames.
   *
   * @return [frames][numbers]
   */
  static float[][] frames(String file, Rvq model) throws IOException {
    Npy array = GivenFile.read(file, Npy::read);
    int[] shape = array.shape();
    if (shape.length != 2 || shape[0] != model.dimension()) {
      throw new UserException(
          Mistake.MISMATCH,
          "%s has the shape %s, and the model's frames have %d numbers: give an array [%d, frames]."
              .formatted(file, Arrays.toString(shape), model.dimension(), model.dimension()));
    }
    return finite(file, array.toFrames());
  }

  /** Frames that are numbers throughout. */
  static float[][] finite(String file, float[][] frames) {
    for (int t = 0; t < frames.length; t++) {
      for (float value : frames[t]) {
        if (!(Math.abs(value) < 1e15)) {
          throw new UserException(
              Mistake.MALFORMED_FILE,
              "%s: frame %d has a number that is %s.".formatted(file, t, value));
        }
      }
    }
    return frames;
  }
}
