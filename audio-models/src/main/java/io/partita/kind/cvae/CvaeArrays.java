package io.partita.kind.cvae;

import io.partita.SplitMix64;
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
  static MultiDataSet of(Cvae model, List<float[]> windows, long noiseSeed) {
    float[] noise = new float[windows.size() * model.latent()];
    SplittableRandom random = new SplittableRandom(noiseSeed);
    draw(noise, 0, noise.length, random);
    float[] values = normalised(model, windows);
    if (model.gainDb() > 0) {
      amplify(values, model.input().size(), model.gainDb(), random);
    }
    return new MultiDataSet(
        features(model, values, noise), new INDArray[] {Nd4j.zeros(windows.size(), 1)});
  }

  /** A gain for each window, see {@link Cvae#gainDb}. */
  private static void amplify(float[] values, int size, double gainDb, SplittableRandom random) {
    for (int first = 0; first < values.length; first += size) {
      float gain = (float) Math.pow(10, gainDb * random.nextGaussian() / 20);
      for (int k = first; k < first + size; k++) {
        values[k] *= gain;
      }
    }
  }

  /**
   * What the network reads.
   *
   * @param noise of all windows, one after the other
   */
  static INDArray[] features(Cvae model, List<float[]> windows, float[] noise) {
    return features(model, normalised(model, windows), noise);
  }

  private static INDArray[] features(Cvae model, float[] values, float[] noise) {
    int batch = values.length / model.input().size();
    return new INDArray[] {
      Nd4j.create(values, model.family().builder().windowShape(model, batch), 'c'),
      Nd4j.create(noise, new long[] {batch, model.latent()}, 'c')
    };
  }

  /** The values of windows, one after the other, as the network sees them. */
  static float[] normalised(Cvae model, List<float[]> windows) {
    int size = model.input().size();
    float[] values = new float[windows.size() * size];
    for (int number = 0; number < windows.size(); number++) {
      float[] window = windows.get(number);
      if (window.length != size) {
        throw new IllegalArgumentException(
            "A window of %d values, not of %d.".formatted(window.length, size));
      }
      for (int k = 0; k < size; k++) {
        values[number * size + k] = (float) ((window[k] - model.mean()) / model.deviation());
      }
    }
    return values;
  }

  /** The noise of one of several draws of z for a window: equal windows, equal noise. */
  static void draw(float[] window, int number, float[] noise, int first, int count) {
    draw(noise, first, count, new SplittableRandom(SplitMix64.of(Arrays.hashCode(window), number)));
  }

  private static void draw(float[] noise, int first, int count, SplittableRandom random) {
    for (int k = first; k < first + count; k++) {
      noise[k] = (float) random.nextGaussian();
    }
  }
}
