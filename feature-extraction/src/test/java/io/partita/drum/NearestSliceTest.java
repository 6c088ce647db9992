package io.partita.drum;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestSliceTest {
  @Test
  void theSliceWithMostEqualStepsCounts() {
    NearestSlice nearest =
        new NearestSlice(
            List.of(slice(1, 2, 3, 4), slice(5, 5, 5, 5), slice(1, 9, 3, 8), slice(0, 0, 0, 0)));
    assertThat(nearest.equalSteps(slice(1, 9, 3, 4))).isEqualTo(3);
    assertThat(nearest.equalSteps(slice(5, 5, 5, 5))).isEqualTo(4);
    assertThat(nearest.equalSteps(slice(7, 7, 7, 7))).isZero();
    assertThat(nearest.bits()).as("to name one of four").isEqualTo(2);
  }

  @Test
  void stepsAreMasks() {
    assertThatIllegal(() -> new NearestSlice(List.of(slice(0, 512, 0, 0)))).names(0, 511, 512);
  }

  private static int[] slice(int... steps) {
    return steps;
  }
}
