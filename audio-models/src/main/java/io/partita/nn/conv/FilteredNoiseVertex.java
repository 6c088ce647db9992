package io.partita.nn.conv;

import io.partita.nn.vertex.ValuesVertex;
import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Noise in blocks, each through a filter of its own, whose amplitudes at frequencies of equal
 * distance are what the network says (Engel et al., "DDSP", 2020, section 4.3, for each channel).
 *
 * <p>An amplitude is level(u − 5), see {@link LoudnessVertex}: next to nothing at first. The
 * response is the inverse transform of the amplitudes, which are real, to taps = 2 · (frequencies −
 * 1) numbers around tap 0, times a periodic Hann window around it; in a block taps before 0 stand
 * at its end. Noise and response are convolved within the block, and what would be behind its end
 * is cut off, so that the taps before 0 sound in the last few samples only.
 *
 * <p>Inputs: u, [batch, channels · frequencies, blocks], channel after channel; noise, [batch,
 * channels, blocks · block], which gets no gradient. Output: as the noise.
 */
public final class FilteredNoiseVertex extends ValuesVertex {
  private static final double SHIFT = 5;

  @JsonProperty private final int frequencies;
  @JsonProperty private final int block;

  /**
   * @param frequencies 2 or more
   * @param block samples, at least as many as a response has taps
   */
  @JsonCreator
  public FilteredNoiseVertex(
      @JsonProperty("frequencies") int frequencies, @JsonProperty("block") int block) {
    super(2);
    if (frequencies < 2 || block < 2 * (frequencies - 1)) {
      throw new IllegalArgumentException(
          "Frequencies are 2 or more and a block holds twice as many samples but for 2, not %d"
                  .formatted(frequencies)
              + " and "
              + block);
    }
    this.frequencies = frequencies;
    this.block = block;
  }

  private int taps() {
    return 2 * (frequencies - 1);
  }

  /** Where a tap is in a block. */
  private int place(int tap) {
    return tap < taps() / 2 ? tap : block - taps() + tap;
  }

  /** What each amplitude adds to each tap, [tap][frequency]. */
  private double[][] responses() {
    double[][] responses = new double[taps()][frequencies];
    for (int tap = 0; tap < taps(); tap++) {
      double window = 0.5 + 0.5 * Math.cos(2 * Math.PI * tap / taps());
      for (int f = 0; f < frequencies; f++) {
        int sides = f == 0 || f == frequencies - 1 ? 1 : 2;
        double wave = Math.cos(2 * Math.PI * f * tap / taps());
        responses[tap][f] = window * sides * wave / taps();
      }
    }
    return responses;
  }

  /** How many blocks a channel of an example has. */
  private int blocks(Inputs inputs) {
    long[] u = inputs.shape(0);
    long[] noise = inputs.shape(1);
    if (u.length != 3
        || noise.length != 3
        || u[1] != noise[1] * frequencies
        || u[2] * block != noise[2]) {
      throw new IllegalArgumentException(
          "Amplitudes are %s where noise is %s, in blocks of %d with %d frequencies"
              .formatted(Arrays.toString(u), Arrays.toString(noise), block, frequencies));
    }
    return (int) u[2];
  }

  /** The place in u of a frequency of a block, counted over examples and channels. */
  private int place(int number, int frequency, int blocks) {
    return (number / blocks * frequencies + frequency) * blocks + number % blocks;
  }

  @Override
  protected long[] shape(Inputs inputs, int length) {
    return inputs.shape(1);
  }

  @Override
  protected double[] output(Inputs inputs) {
    int blocks = blocks(inputs);
    double[][] responses = responses();
    double[] u = inputs.values(0);
    double[] noise = inputs.values(1);
    double[] y = new double[noise.length];
    for (int number = 0; number < noise.length / block; number++) {
      for (int tap = 0; tap < taps(); tap++) {
        double response = 0;
        for (int f = 0; f < frequencies; f++) {
          response += responses[tap][f] * LoudnessVertex.level(u[place(number, f, blocks)] - SHIFT);
        }
        int first = number * block;
        int late = place(tap);
        for (int n = late; n < block; n++) {
          y[first + n] += response * noise[first + n - late];
        }
      }
    }
    return y;
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    int blocks = blocks(inputs);
    double[][] responses = responses();
    double[] u = inputs.values(0);
    double[] noise = inputs.values(1);
    double[] ofU = new double[u.length];
    for (int number = 0; number < noise.length / block; number++) {
      for (int tap = 0; tap < taps(); tap++) {
        int first = number * block;
        int late = place(tap);
        double ofResponse = 0;
        for (int n = late; n < block; n++) {
          ofResponse += above[first + n] * noise[first + n - late];
        }
        for (int f = 0; f < frequencies; f++) {
          ofU[place(number, f, blocks)] += responses[tap][f] * ofResponse;
        }
      }
    }
    for (int k = 0; k < u.length; k++) {
      ofU[k] *= LoudnessVertex.slope(u[k] - SHIFT);
    }
    return new double[][] {ofU, null};
  }
}
