package io.partita.model.cvae;

import io.partita.lstm.Mix;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of a {@link Cvae} as arrays, as {@link CvaeGraph} names them. */
final class CvaeArrays {
  private CvaeArrays() {}

  /** A batch to train on. */
  static MultiDataSet of(Cvae model, List<int[]> windows, long noiseSeed) {
    float[] noise = new float[windows.size() * model.latent()];
    draw(noise, 0, noise.length, new SplittableRandom(noiseSeed));
    return new MultiDataSet(
        features(model, windows, noise), new INDArray[] {Nd4j.zeros(windows.size(), 1)});
  }

  /**
   * What the network reads.
   *
   * @param noise of all windows, one after the other
   */
  static INDArray[] features(Cvae model, List<int[]> windows, float[] noise) {
    int batch = windows.size();
    return new INDArray[] {
      Nd4j.create(
          normalised(model, windows), model.family().builder().windowShape(model, batch), 'c'),
      Nd4j.create(noise, new long[] {batch, model.latent()}, 'c')
    };
  }

  /** The values of windows, one after the other, as the network sees them. */
  static float[] normalised(Cvae model, List<int[]> windows) {
    int size = model.input().size();
    float[] values = new float[windows.size() * size];
    for (int window = 0; window < windows.size(); window++) {
      int[] bits = windows.get(window);
      if (bits.length != size) {
        throw new IllegalArgumentException(
            "A window of %d values, not of %d.".formatted(bits.length, size));
      }
      for (int k = 0; k < size; k++) {
        double value = Float.intBitsToFloat(bits[k]);
        values[window * size + k] = (float) ((value - model.mean()) / model.deviation());
      }
    }
    return values;
  }

  /** The noise of one of several draws of z for a window: equal windows, equal noise. */
  static void draw(int[] window, int number, float[] noise, int first, int count) {
    draw(noise, first, count, new SplittableRandom(Mix.of(Arrays.hashCode(window), number)));
  }

  private static void draw(float[] noise, int first, int count, SplittableRandom random) {
    for (int k = first; k < first + count; k++) {
      noise[k] = (float) random.nextGaussian();
    }
  }
}
