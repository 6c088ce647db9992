package io.partita.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  @Property(tries = 300)
  void sumAndSquaresAreThoseOfDecimals(@ForAll List<Double> numbers) {
    assertSumAndSquares(numbers);
  }

  private static void assertSumAndSquares(List<Double> numbers) {
    ExactSum sum = new ExactSum();
    ExactSum squares = new ExactSum();
    BigDecimal expected = BigDecimal.ZERO;
    BigDecimal expectedSquares = BigDecimal.ZERO;
    for (double x : numbers) {
      sum.add(x);
      squares.addSquare(x);
      BigDecimal decimal = new BigDecimal(x);
      expected = expected.add(decimal);
      expectedSquares = expectedSquares.add(decimal.multiply(decimal));
    }

    assertThat(sum.value()).isEqualByComparingTo(expected);
    assertThat(squares.value()).isEqualByComparingTo(expectedSquares);
  }

  @Test
  void bitsOfAnyExponentAreKept() {
    Random random = new Random(1);
    assertSumAndSquares(
        random
            .longs(20_000)
            .mapToDouble(Double::longBitsToDouble)
            .filter(Double::isFinite)
            .boxed()
            .toList());
  }

  @Test
  void theEndsOfTheRangeFit() {
    for (double x : new double[] {Double.MAX_VALUE, Double.MIN_VALUE, Double.MIN_NORMAL, 0.0}) {
      ExactSum sum = new ExactSum();
      ExactSum squares = new ExactSum();
      for (int i = 0; i < 5; i++) {
        sum.add(-x);
        squares.addSquare(-x);
      }
      BigDecimal decimal = new BigDecimal(x);
      BigDecimal five = BigDecimal.valueOf(5);
      assertThat(sum.value()).isEqualByComparingTo(decimal.multiply(five).negate());
      assertThat(squares.value()).isEqualByComparingTo(decimal.multiply(decimal).multiply(five));
    }
  }

  @Property(tries = 100)
  void partsAreAddedInAnyOrder(@ForAll List<List<Double>> parts, @ForAll Random random) {
    ExactSum inOrder = new ExactSum();
    parts.forEach(part -> part.forEach(inOrder::add));

    List<ExactSum> sums =
        new ArrayList<>(
            parts.stream()
                .map(
                    part -> {
                      ExactSum sum = new ExactSum();
                      part.forEach(sum::add);
                      return sum;
                    })
                .toList());
    Collections.shuffle(sums, random);
    ExactSum all = new ExactSum();
    sums.forEach(all::add);

    assertThat(all.value()).isEqualTo(inOrder.value());
  }

  @Test
  void whatRoundingLosesIsKept() {
    ExactSum sum = new ExactSum();
    for (double x : new double[] {1e300, 1, -1e300, Math.scalb(1.0, -900)}) {
      sum.add(x);
    }

    BigDecimal small = new BigDecimal("0.5").pow(900);
    assertThat(sum.value()).isEqualByComparingTo(BigDecimal.ONE.add(small));
    assertThat(1e300 + 1 - 1e300).isZero();
  }
}
