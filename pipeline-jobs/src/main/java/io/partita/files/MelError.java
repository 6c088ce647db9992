package io.partita.files;

import io.partita.MalformedInputException;
import io.partita.audio.LogMel;
import java.util.OptionalDouble;

/** How far the log-mel of sound is from the one that it was made of. */
final class MelError {
  private MelError() {}

  /**
   * The mean absolute difference over all frames and bands, in the recipe's logarithms.
   *
   * @param samples at the recipe's rate, as many as the frames represent
   * @return empty where they are too short for a frame
   */
  static OptionalDouble of(float[] samples, MelFrames mel) {
    if (samples.length < mel.recipe().minSamples()) {
      return OptionalDouble.empty();
    }
    float[][] heard;
    try {
      heard = LogMel.of(samples, mel.recipe());
    } catch (MalformedInputException e) {
      throw new IllegalStateException("Samples enough for a frame have one", e);
    }
    double sum = 0;
    for (int frame = 0; frame < heard.length; frame++) {
      for (int band = 0; band < heard[frame].length; band++) {
        sum += Math.abs((double) heard[frame][band] - mel.frames()[frame][band]);
      }
    }
    return OptionalDouble.of(sum / heard.length / mel.recipe().nMels());
  }
}
