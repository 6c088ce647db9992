package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpectralFrameTest {
  private static final int RATE = 44_100;

  private static SpectralFrame sine(double hz) {
    float[] samples = new float[4096];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * hz * i / RATE + 0.1));
    }
    SpectralFrame frame = new SpectralFrame(samples.length, RATE, 11_025);
    frame.of(samples, 0);
    return frame;
  }

  @Test
  void aSineIsWhereItIs() {
    SpectralFrame frame = sine(440);

    assertThat(frame.rms()).isCloseTo(0.5 / Math.sqrt(2), within(0.01));
    assertThat(frame.crossings()).isCloseTo(2 * 440.0 / RATE, within(0.001));
    assertThat(frame.centroid()).isCloseTo(440, within(25.0));
    assertThat(frame.rolloff()).isCloseTo(440, within(25.0));
    assertThat(frame.bandwidth()).isLessThan(200);
  }

  @Test
  void chromaCountsFromC() {
    assertThat(sine(440).chroma()[9]).isCloseTo(1, within(1e-9));
    assertThat(sine(440).semitoneChroma()[9]).isCloseTo(1, within(1e-9));
    assertThat(sine(1046.5).chroma()[0]).isCloseTo(1, within(1e-9));
    assertThat(sine(1046.5).chroma()[6]).isLessThan(1e-3);
  }

  @Test
  void contrastIsWhereTheToneIs() {
    double[] contrast = sine(1000).contrast();

    assertThat(contrast).hasSize(7);
    assertThat(contrast[3]).isGreaterThan(contrast[0] + 20).isGreaterThan(contrast[6] + 20);
  }

  @Test
  void silenceHasNoNaN() {
    SpectralFrame frame = new SpectralFrame(4096, RATE, 11_025);
    frame.of(new float[10], 0);

    assertThat(frame.chroma()).containsOnly(0);
    assertThat(frame.contrast()).containsOnly(0);
    assertThat(frame.centroid()).isZero();
    assertThat(frame.crossings()).isZero();
  }
}
