package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
  /** A model that is trained again from its seed needs the same numbers in every release. */
  @Test
  void itIsSplitMix64() {
    // The first two numbers of SplitMix64 from the seed 0.
    assertThat(SplitMix64.of(0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(SplitMix64.of(0x9E3779B97F4A7C15L)).isEqualTo(0x6E789E6AA1B965F4L);
  }

  @Test
  void theOrderOfItsNumbersCounts() {
    assertThat(SplitMix64.of(1, 2)).isEqualTo(0x8044F2F1E32DB08DL);
    assertThat(SplitMix64.of(2, 1)).isEqualTo(0x252F1EE5982DB7E7L);
  }
}
