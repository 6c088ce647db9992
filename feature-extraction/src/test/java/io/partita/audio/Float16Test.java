package io.partita.audio;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float16Test {
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3C00",
    "-2, C000",
    "65504, 7BFF",
    "65519.996, 7BFF",
    "65520, 7C00",
    "-1e9, FC00",
    "Infinity, 7C00",
    "6.103515625e-5, 0400",
    "6.097555e-5, 03FF",
    "5.9604645e-8, 0001",
    "2.9802322e-8, 0000",
    "2.9802326e-8, 0001",
    "-8.940697e-8, 8002",
    "1.00048828125, 3C00",
    "1.00146484375, 3C02",
    "1.000489, 3C01",
    "-11.512925, C9C2"
  })
  void roundsToTheNearestAndToEvenBetweenTwo(float value, String bits) {
    assertThat(Float16.of(value)).isEqualTo((short) Integer.parseInt(bits, 16));
  }

  @Test
  void everyBitPatternComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float value = Float16.toFloat(half);
      if (Float.isNaN(value)) {
        assertThat(Float16.toFloat(Float16.of(value))).isNaN();
      } else {
        assertThat(Float16.of(value)).isEqualTo(half);
      }
    }
  }

  @Test
  void nanStaysNan() {
    assertThat(Float16.toFloat(Float16.of(Float.NaN))).isNaN();
    assertThat(Float16.toFloat(Float16.of(Float.intBitsToFloat(0x7F800001)))).isNaN();
  }

  @Property
  void noOtherValueIsNearer(@ForAll @FloatRange(min = -70_000, max = 70_000) float value) {
    short half = Float16.of(value);
    float rounded = Float16.toFloat(half);
    if (Float.isInfinite(rounded)) {
      assertThat(Math.abs(value)).isGreaterThanOrEqualTo(65_520);
      return;
    }
    double error = Math.abs((double) value - rounded);
    int magnitude = half & 0x7FFF;
    for (int other : new int[] {magnitude - 1, magnitude + 1}) {
      if (other >= 0 && other < 0x7C00) {
        float neighbour = Math.copySign(Float16.toFloat((short) other), value);
        assertThat(Math.abs((double) value - neighbour)).isGreaterThanOrEqualTo(error);
      }
    }
  }

  @Test
  void bytesAreLittleEndian() {
    byte[] bytes = new byte[6];
    Float16.toBytes(new float[] {1, -11.512925f}, bytes, 1);
    assertThat(bytes).containsExactly(0, 0x00, 0x3C, 0xC2, 0xC9, 0);
    assertThat(Float16.fromBytes(bytes, 1, 2)).containsExactly(1, -11.515625f);
  }
}
