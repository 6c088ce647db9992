package io.partita.audio;

import java.util.Arrays;
import java.util.Random;

/**
 * Samples whose spectra have given magnitudes, by the fast Griffin-Lim algorithm (Perraudin, Balazs
 * and Søndergaard, 2013): from random phases, spectra are made consistent by synthesis and
 * analysis, pushed on in the direction they moved, and given the magnitudes again.
 */
final class PhaseSearch {
  private final MelRecipe recipe;
  private final Stft stft;
  private final float[][] magnitudes;
  private final double momentum;

  /** Packed spectra: consistent ones of the last iteration but one, and what comes after them. */
  private final float[][] before;

  private final float[][] spectra;
  private final double[] samples;
  private final double[] weight;
  private final double[] packed;

  /**
   * @param magnitudes [frames][nFft / 2 + 1]
   * @param momentum 0 is the algorithm of Griffin and Lim, 1984
   */
  PhaseSearch(MelRecipe recipe, float[][] magnitudes, double momentum, long seed) {
    this.recipe = recipe;
    this.magnitudes = magnitudes;
    this.momentum = momentum;
    stft = new Stft(recipe);
    int nFft = recipe.nFft();
    before = new float[magnitudes.length][nFft];
    spectra = new float[magnitudes.length][nFft];
    samples =
        new double
            [Math.toIntExact((long) magnitudes.length * recipe.hop() + 2L * recipe.padding())];
    weight = new double[samples.length];
    packed = new double[nFft];
    for (int frame = 0; frame < magnitudes.length; frame++) {
      for (int i = 0; i < nFft; i++) {
        double window = stft.window(i);
        weight[frame * recipe.hop() + i] += window * window;
      }
    }
    Random random = new Random(seed);
    for (int frame = 0; frame < magnitudes.length; frame++) {
      randomPhases(frame, random);
    }
  }

  private void randomPhases(int frame, Random random) {
    float[] spectrum = spectra[frame];
    float[] magnitude = magnitudes[frame];
    int half = recipe.nFft() / 2;
    spectrum[0] = magnitude[0];
    spectrum[1] = magnitude[half];
    for (int bin = 1; bin < half; bin++) {
      double phase = 2 * Math.PI * random.nextDouble();
      spectrum[2 * bin] = (float) (magnitude[bin] * Math.cos(phase));
      spectrum[2 * bin + 1] = (float) (magnitude[bin] * Math.sin(phase));
    }
  }

  /** One step nearer. */
  void iterate() {
    synthesize();
    for (int frame = 0; frame < spectra.length; frame++) {
      stft.forward(samples, frame * recipe.hop(), packed);
      pushOn(spectra[frame], before[frame], magnitudes[frame]);
    }
  }

  private void pushOn(float[] spectrum, float[] last, float[] magnitude) {
    int half = recipe.nFft() / 2;
    spectrum[0] = Math.copySign(magnitude[0], pushed(last, 0));
    spectrum[1] = Math.copySign(magnitude[half], pushed(last, 1));
    for (int bin = 1; bin < half; bin++) {
      double re = pushed(last, 2 * bin);
      double im = pushed(last, 2 * bin + 1);
      double length = Math.sqrt(re * re + im * im);
      double scale = length > 0 ? magnitude[bin] / length : 0;
      spectrum[2 * bin] = (float) (re * scale);
      spectrum[2 * bin + 1] = (float) (im * scale);
    }
  }

  /** c + momentum · (c − last c), which c replaces. */
  private float pushed(float[] last, int i) {
    double consistent = packed[i];
    double pushed = consistent + momentum * (consistent - last[i]);
    last[i] = (float) consistent;
    return (float) pushed;
  }

  /** Samples of the present spectra, without the padding: frames · hop. */
  float[] samples() {
    synthesize();
    float[] unpadded = new float[magnitudes.length * recipe.hop()];
    for (int i = 0; i < unpadded.length; i++) {
      unpadded[i] = (float) samples[recipe.padding() + i];
    }
    return unpadded;
  }

  /** Least-squares synthesis: windowed frames added up, over the sum of squared windows. */
  private void synthesize() {
    Arrays.fill(samples, 0);
    for (int frame = 0; frame < spectra.length; frame++) {
      for (int i = 0; i < packed.length; i++) {
        packed[i] = spectra[frame][i];
      }
      stft.inverse(packed);
      int start = frame * recipe.hop();
      for (int i = 0; i < packed.length; i++) {
        samples[start + i] += packed[i];
      }
    }
    for (int i = 0; i < samples.length; i++) {
      // The window is 0 at its first sample only.
      samples[i] = weight[i] > 0 ? samples[i] / weight[i] : 0;
    }
  }

  /**
   * How far the magnitudes of samples are from those wanted: 20 · log10 of the Frobenius norm of
   * the difference over that of the wanted, in dB.
   */
  double spectralConvergenceDb() {
    synthesize();
    double difference = 0;
    double wanted = 0;
    int half = recipe.nFft() / 2;
    for (int frame = 0; frame < spectra.length; frame++) {
      stft.forward(samples, frame * recipe.hop(), packed);
      for (int bin = 0; bin <= half; bin++) {
        double re = bin == half ? packed[1] : packed[2 * bin];
        double im = bin == 0 || bin == half ? 0 : packed[2 * bin + 1];
        double error = Math.sqrt(re * re + im * im) - magnitudes[frame][bin];
        difference += error * error;
        wanted += (double) magnitudes[frame][bin] * magnitudes[frame][bin];
      }
    }
    return 10 * Math.log10(difference / wanted);
  }
}
