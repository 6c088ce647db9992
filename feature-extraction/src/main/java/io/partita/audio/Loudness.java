package io.partita.audio;

import java.util.Arrays;

/**
 * The integrated loudness of the samples added so far, as ITU-R BS.1770-4 and EBU R 128 measure it:
 * K-weighted, mean squares over blocks of 400 ms that begin every 100 ms, and of these blocks only
 * those above −70 LUFS and then those above 10 LU below the mean of these. And the largest sample.
 *
 * <p>Of less than 400 ms all samples are one block; of more, what is left at the end of the last
 * whole 100 ms counts for nothing. Rates that have no whole number of samples in 100 ms take the
 * nearest. Memory: 8 bytes for every 100 ms.
 */
public final class Loudness {
  /** What silence has, and what is below −70 LUFS throughout. */
  public static final double SILENCE_LUFS = Double.NEGATIVE_INFINITY;

  /** The lowest rate at which it can be measured. */
  public static final int LEAST_HZ = 8_000;

  private static final double OFFSET_DB = -0.691;
  private static final double ABSOLUTE_GATE_LUFS = -70;
  private static final double RELATIVE_GATE_LU = -10;

  private static final int GAIN_ROUNDS = 4;

  /** Blocks overlap by three quarters. */
  private static final int STEPS_IN_A_BLOCK = 4;

  private final int stepSamples;
  private final KWeighting[] filters;

  /** Sums of squares, over all channels, of each 100 ms. */
  private double[] steps = new double[64];

  private int stepCount;
  private double rest;
  private int restSamples;
  private float peak;

  /**
   * @param sampleRateHz 8,000 to 192,000
   * @param channels 1 or 2: both count alike
   */
  public Loudness(int sampleRateHz, int channels) {
    if (sampleRateHz < LEAST_HZ || sampleRateHz > 192_000 || channels < 1 || channels > 2) {
      throw new IllegalArgumentException(
          "Expected 8000 to 192000 Hz and 1 or 2 channels, not %s Hz and %s"
              .formatted(sampleRateHz, channels));
    }
    stepSamples = (int) Math.round(sampleRateHz / 10.0);
    filters = new KWeighting[channels];
    Arrays.setAll(filters, channel -> new KWeighting(sampleRateHz));
  }

  /**
   * Measures samples 0 to {@code count} − 1 of each channel.
   *
   * @param planes an array for each channel, 1 is full scale
   */
  public void add(float[][] planes, int count) {
    for (int i = 0; i < count; i++) {
      for (int channel = 0; channel < filters.length; channel++) {
        float sample = planes[channel][i];
        peak = Math.max(peak, Math.abs(sample));
        double weighted = filters[channel].filter(sample);
        rest += weighted * weighted;
      }
      if (++restSamples == stepSamples) {
        endStep();
      }
    }
  }

  private void endStep() {
    if (stepCount == steps.length) {
      steps = Arrays.copyOf(steps, 2 * stepCount);
    }
    steps[stepCount++] = rest;
    rest = 0;
    restSamples = 0;
    for (KWeighting filter : filters) {
      filter.settle();
    }
  }

  /** The largest magnitude of a sample: 1 is full scale; between samples it may be larger. */
  public double peak() {
    return peak;
  }

  /** In LUFS; {@link #SILENCE_LUFS} where no block is above −70. */
  public double integratedLufs() {
    return integratedLufs(blockPowers());
  }

  private static double integratedLufs(double[] blocks) {
    double absoluteGate = power(ABSOLUTE_GATE_LUFS);
    double relativeGate = meanAbove(blocks, absoluteGate) * power10(RELATIVE_GATE_LU);
    return lufs(meanAbove(blocks, Math.max(absoluteGate, relativeGate)));
  }

  /** The same of the samples times a factor. */
  private double integratedLufs(double gain) {
    return integratedLufs(Arrays.stream(blockPowers()).map(power -> power * gain * gain).toArray());
  }

  /**
   * The factor that brings the samples to a loudness, or as near to it from below as their peak
   * allows: no sample is limited or clipped. Silence stays as it is: 1.
   *
   * @param targetLufs of the samples then
   * @param maxPeakDb limit of the largest sample then, dB of full scale
   */
  public double gain(double targetLufs, double maxPeakDb) {
    if (integratedLufs() == SILENCE_LUFS) {
      return 1;
    }
    double gain = 1;
    for (int i = 0; i < GAIN_ROUNDS; i++) {
      // A gain takes blocks over the gate at -70 LUFS, or below it, and with them the loudness.
      double measured = integratedLufs(gain);
      if (measured == SILENCE_LUFS) {
        break;
      }
      gain *= Math.pow(10, (targetLufs - measured) / 20);
    }
    return Math.min(gain, Math.pow(10, maxPeakDb / 20) / peak);
  }

  private double[] blockPowers() {
    if (stepCount < STEPS_IN_A_BLOCK) {
      double sum = rest;
      for (int i = 0; i < stepCount; i++) {
        sum += steps[i];
      }
      int samples = stepCount * stepSamples + restSamples;
      return samples == 0 ? new double[0] : new double[] {sum / samples};
    }
    double[] blocks = new double[stepCount - STEPS_IN_A_BLOCK + 1];
    for (int i = 0; i < blocks.length; i++) {
      double sum = 0;
      for (int step = i; step < i + STEPS_IN_A_BLOCK; step++) {
        sum += steps[step];
      }
      blocks[i] = sum / (STEPS_IN_A_BLOCK * stepSamples);
    }
    return blocks;
  }

  /** 0 where none is above. */
  private static double meanAbove(double[] powers, double gate) {
    return Arrays.stream(powers).filter(power -> power > gate).average().orElse(0);
  }

  private static double lufs(double power) {
    return power == 0 ? SILENCE_LUFS : OFFSET_DB + 10 * Math.log10(power);
  }

  private static double power(double lufs) {
    return power10(lufs - OFFSET_DB);
  }

  private static double power10(double db) {
    return Math.pow(10, db / 10);
  }
}
