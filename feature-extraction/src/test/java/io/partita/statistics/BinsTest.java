package io.partita.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BinsTest {
  @Test
  void theLowerEndBelongsToTheBin() {
    Bins bins = Bins.linear(0, 1, 10);

    assertThat(bins.count()).isEqualTo(12);
    assertThat(bins.of(-0.001)).isZero();
    assertThat(bins.of(0)).isEqualTo(1);
    assertThat(bins.of(Math.nextDown(0.3))).isEqualTo(3);
    assertThat(bins.of(0.3)).isEqualTo(4);
    assertThat(bins.of(1)).isEqualTo(11);
    assertThat(bins.low(0)).isNull();
    assertThat(bins.high(0)).isZero();
    assertThat(bins.low(4)).isEqualTo(0.3);
    assertThat(bins.low(11)).isEqualTo(1);
    assertThat(bins.high(11)).isNull();
  }

  @Test
  void integersHaveABinEach() {
    Bins bins = Bins.integers(1920, 2029);

    assertThat(bins.count()).isEqualTo(112);
    assertThat(bins.of(1919)).isZero();
    assertThat(bins.of(1984)).isEqualTo(65);
    assertThat(bins.low(65)).isEqualTo(1984);
    assertThat(bins.high(65)).isEqualTo(1985);
    assertThat(bins.of(2030)).isEqualTo(111);
  }

  @Test
  void growingBinsBeginAtZero() {
    Bins bins = Bins.growing(-2, 3, 1);

    assertThat(IntStream.range(0, bins.count()).mapToObj(bins::low))
        .containsExactly(null, 0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0);
  }

  @Test
  void everyDoublingIsCutByOneRatio() {
    Bins bins = Bins.growing(-1, 1, 4);

    assertThat(bins.count()).isEqualTo(11);
    assertThat(bins.low(2)).isEqualTo(0.5);
    assertThat(bins.low(6)).isEqualTo(1);
    assertThat(bins.low(10)).isEqualTo(2);
    for (int bin = 2; bin < 10; bin++) {
      assertThat(bins.high(bin) / bins.low(bin)).isCloseTo(Math.pow(2, 0.25), within(1e-12));
    }
  }

  @Test
  void wholeNumbersHaveWholeEnds() {
    Bins bins = Bins.growingWhole(0, 5, 4);

    assertThat(IntStream.range(1, bins.count()).mapToObj(bins::low))
        .containsExactly(
            0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 23.0, 27.0,
            32.0);
  }

  @Property(tries = 300)
  void everyNumberIsBetweenTheEndsOfItsBin(@ForAll double x) {
    for (Bins bins :
        new Bins[] {
          Bins.linear(-80, 0, 7),
          Bins.integers(0, 127),
          Bins.growing(-8, 20, 4),
          Bins.growingWhole(0, 20, 4)
        }) {
      int bin = bins.of(x);
      assertThat(bins.low(bin) == null || bins.low(bin) <= x).isTrue();
      assertThat(bins.high(bin) == null || x < bins.high(bin)).isTrue();
    }
  }
}
