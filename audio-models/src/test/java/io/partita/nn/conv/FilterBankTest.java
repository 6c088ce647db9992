package io.partita.nn.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterBankTest {
  /** 60 dB above what is wrong with it, but for its first and last taps. */
  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void aSignalComesBackFromItsBands(int bands) {
    SplittableRandom random = new SplittableRandom(bands);
    float[] signal = new float[8192];
    for (int n = 0; n < signal.length; n++) {
      signal[n] = (float) random.nextDouble(-1, 1);
    }

    float[] again = FilterBank.sound(FilterBank.bands(signal, bands), bands);

    int edge = FilterBank.filters(bands)[0].length;
    double squares = 0;
    double wrong = 0;
    for (int n = edge; n < signal.length - edge; n++) {
      squares += signal[n] * signal[n];
      wrong += Math.pow(again[n] - signal[n], 2);
    }
    assertThat(10 * Math.log10(squares / wrong)).isGreaterThan(60);
  }

  /** A tone is in the band of its frequency. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 15})
  void aToneIsInOneBand(int band) {
    float[] tone = new float[4096];
    for (int n = 0; n < tone.length; n++) {
      tone[n] = (float) Math.sin(Math.PI * (band + 0.5) / 16 * n);
    }
    float[] bands = FilterBank.bands(tone, 16);
    double[] squares = new double[16];
    double all = 0;
    for (int k = 0; k < bands.length; k++) {
      squares[k / (bands.length / 16)] += bands[k] * bands[k];
      all += bands[k] * bands[k];
    }
    assertThat(squares[band] / all).isCloseTo(1, within(0.02));
  }
}
