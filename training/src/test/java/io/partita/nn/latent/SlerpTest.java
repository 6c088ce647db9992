package io.partita.nn.latent;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlerpTest {
  private static final float[] X = {2, 0, 0};
  private static final float[] Y = {0, 2, 0};

  @Test
  void equalStepsTurnByEqualAngles() {
    float[][] path = Slerp.path(X, Y, 4);
    for (int i = 0; i < 4; i++) {
      double angle = Math.toRadians(30 * i);
      assertThat(path[i][0]).isCloseTo((float) (2 * Math.cos(angle)), within(1e-6f));
      assertThat(path[i][1]).isCloseTo((float) (2 * Math.sin(angle)), within(1e-6f));
      assertThat(path[i][2]).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theEndsAreExact(long seed) {
    float[][] ends = LatentNoise.draw(2, 256, seed);
    float[][] path = Slerp.path(ends[0], ends[1], 8);
    assertThat(path).hasDimensions(8, 256);
    assertThat(path[0]).isEqualTo(ends[0]);
    assertThat(path[7]).isEqualTo(ends[1]);
  }

  @Test
  void whatLiesBetweenIsAsLongAsTheEnds() {
    float[][] ends = LatentNoise.draw(2, 256, 7);
    double shortest = Math.min(length(ends[0]), length(ends[1]));
    for (float[] point : Slerp.path(ends[0], ends[1], 11)) {
      assertThat(length(point)).isGreaterThan(0.98 * shortest);
    }
  }

  @Test
  void fromAVectorToItselfNothingMoves() {
    float[] vector = {0.1f, -3, 7};
    for (float[] point : Slerp.path(vector, vector.clone(), 5)) {
      for (int i = 0; i < vector.length; i++) {
        assertThat(point[i]).isCloseTo(vector[i], within(1e-6f));
      }
    }
  }

  @Test
  void oppositeAndZeroVectorsAreJoinedByALine() {
    assertThat(Slerp.path(new float[] {1, -2}, new float[] {-3, 6}, 5))
        .isDeepEqualTo(new float[][] {{1, -2}, {0, 0}, {-1, 2}, {-2, 4}, {-3, 6}});
    assertThat(Slerp.path(new float[2], new float[] {4, 8}, 3))
        .isDeepEqualTo(new float[][] {{0, 0}, {2, 4}, {4, 8}});
  }

  @Test
  void aPathHasTwoEndsOfOneLength() {
    assertThatIllegal(() -> Slerp.path(X, Y, 1)).names(2, 1);
    assertThatIllegal(() -> Slerp.path(X, new float[2], 3)).names(3, 2);
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float x : vector) {
      sum += (double) x * x;
    }
    return Math.sqrt(sum);
  }
}
