package io.partita.drum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestSliceTest {
  @Test
  void theSliceWithMostEqualStepsCounts() {
    NearestSlice nearest =
        new NearestSlice(
            List.of(
                slice(1, 2, 3, 4), slice(5, 5, 5, 5), slice(1, 9, 3, 8), slice(0, 0, 0, 0)));
    assertThat(nearest.equalSteps(slice(1, 9, 3, 4))).isEqualTo(3);
    assertThat(nearest.equalSteps(slice(5, 5, 5, 5))).isEqualTo(4);
    assertThat(nearest.equalSteps(slice(7, 7, 7, 7))).isZero();
    assertThat(nearest.bits()).as("to name one of four").isEqualTo(2);
  }

  @Test
  void stepsAreMasks() {
    assertThatThrownBy(() -> new NearestSlice(List.of(slice(0, 512, 0, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A step must be 0 to 511, but is 512");
  }

  private static int[] slice(int... steps) {
    return steps;
  }
}
