package io.partita.models.rvq;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.rvq.Rvq;
import io.partita.numpy.Npy;
import java.io.IOException;
import java.util.Arrays;

/** Files that a user names: their bytes, and what is wrong with them in one line. */
final class CodesInput {
  private CodesInput() {}

  /** Makes something of a file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(byte[] file) throws MalformedInputException;
  }

  /**
   * Reads a file.
   *
   * @throws UserException when it is missing or nothing can be made of it; with the place in it
   */
  static <T> T read(String file, Reader<T> reader) throws IOException {
    byte[] bytes = InputPath.bytes(file, Spark.hadoopConfiguration());
    try {
      return reader.read(bytes);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "%s, byte %d: %s.".formatted(file, e.byteOffset(), e.detail()),
          e);
    }
  }

  /**
   * An array [numbers, frames] of a model's frames.
   *
   * @return [frames][numbers]
   */
  static float[][] frames(String file, Rvq model) throws IOException {
    Npy array = read(file, Npy::read);
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
