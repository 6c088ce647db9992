package io.partita.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ColumnSummaryTest {
  private static final Bins BINS = Bins.linear(-10, 10, 20);
  private static final MathContext EXACTLY = new MathContext(1200);

  @Property(tries = 300)
  void theFiguresAreThoseOfSortedDecimals(@ForAll("numbers") List<Double> numbers) {
    ColumnSummary summary = summary(numbers);

    List<Double> sorted = numbers.stream().map(x -> x + 0.0).sorted().toList();
    int n = sorted.size();
    BigDecimal mean = BigDecimal.ZERO;
    for (double x : sorted) {
      mean = mean.add(new BigDecimal(x));
    }
    mean = mean.divide(BigDecimal.valueOf(n), EXACTLY);
    assertThat(summary.count()).isEqualTo(n);
    assertThat(summary.min()).hasValue(sorted.get(0));
    assertThat(summary.max()).hasValue(sorted.get(n - 1));
    assertThat(summary.mean()).hasValue(mean.doubleValue());
    assertThat(median(List.of(numbers)))
        .isEqualTo((sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2);
    for (int bin = 0; bin < BINS.count(); bin++) {
      int in = bin;
      assertThat(summary.inBin(bin))
          .isEqualTo(numbers.stream().filter(x -> BINS.of(x) == in).count());
    }
  }

  @Property(tries = 300)
  void theStandardDeviationIsThatOfASample(@ForAll("numbers") List<Double> numbers) {
    BigDecimal n = BigDecimal.valueOf(numbers.size());
    BigDecimal mean =
        numbers.stream()
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(n, new MathContext(3000));
    BigDecimal deviations =
        numbers.stream()
            .map(x -> new BigDecimal(x).subtract(mean).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add);

    if (numbers.size() < 2) {
      assertThat(summary(numbers).stddev()).isEmpty();
    } else {
      BigDecimal variance = deviations.divide(n.subtract(BigDecimal.ONE), EXACTLY);
      double expected = variance.sqrt(EXACTLY).doubleValue();
      // The oracle's mean is cut after 3,000 digits, which shows where all numbers are the same.
      boolean isNothing = variance.compareTo(new BigDecimal("1e-2500")) < 0;
      assertThat(summary(numbers).stddev()).hasValue(isNothing ? 0 : expected);
    }
  }

  @Property(tries = 100)
  void partsAddUpToTheSameInAnyOrder(
      @ForAll("columns") List<List<Double>> parts, @ForAll Random random) {
    ColumnSummary whole = summary(parts.stream().flatMap(List::stream).toList());
    List<List<Double>> shuffled = new ArrayList<>(parts);
    Collections.shuffle(shuffled, random);

    ColumnSummary added = new ColumnSummary(BINS);
    shuffled.forEach(part -> added.add(summary(part)));

    assertThat(added.count()).isEqualTo(whole.count());
    assertThat(added.min()).isEqualTo(whole.min());
    assertThat(added.max()).isEqualTo(whole.max());
    assertThat(added.mean()).isEqualTo(whole.mean());
    assertThat(added.stddev()).isEqualTo(whole.stddev());
    if (whole.count() > 0) {
      assertThat(median(shuffled)).isEqualTo(median(parts));
    }
    for (int bin = 0; bin < BINS.count(); bin++) {
      assertThat(added.inBin(bin)).isEqualTo(whole.inBin(bin));
    }
  }

  @Test
  void numbersThatDifferInTheirLastBitsAreToldApart() {
    List<Double> numbers = new ArrayList<>();
    double x = 1 / 3.0;
    for (int i = 0; i < 200_001; i++, x = Math.nextUp(x)) {
      numbers.add(x);
    }
    double middle = numbers.get(100_000);
    Collections.shuffle(numbers, new Random(1));

    assertThat(median(List.of(numbers.subList(0, 77_777), numbers.subList(77_777, 200_001))))
        .isEqualTo(middle);
  }

  @Test
  void whatIsNoFiniteNumberIsInNoFigure() {
    ColumnSummary summary =
        summary(List.of(Double.NaN, 1.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));

    assertThat(summary.count()).isEqualTo(1);
    assertThat(summary.max()).hasValue(1);
    assertThat(summary.mean()).hasValue(1);
    assertThat(summary.stddev()).isEmpty();
    assertThat(summary.inBin(0)).isZero();
  }

  @Test
  void nothingHasNoFigures() {
    ColumnSummary summary = new ColumnSummary(BINS);

    assertThat(summary.min()).isEmpty();
    assertThat(summary.max()).isEmpty();
    assertThat(summary.mean()).isEmpty();
    assertThat(summary.stddev()).isEmpty();
    assertThat(summary.medianSearches()).isEmpty();
  }

  @Test
  void aConstantColumnHasNoDeviationWhateverItsNumber() {
    assertThat(summary(Collections.nCopies(1000, 0.1)).stddev()).hasValue(0);
    assertThat(summary(Collections.nCopies(1000, 0.1)).mean()).hasValue(0.1);
  }

  private static ColumnSummary summary(List<Double> numbers) {
    ColumnSummary summary = new ColumnSummary(BINS);
    numbers.forEach(summary::add);
    return summary;
  }

  /** The median, looked for in parts as a cluster does it. */
  private static double median(List<List<Double>> parts) {
    ColumnSummary whole = new ColumnSummary(BINS);
    parts.forEach(part -> whole.add(summary(part)));
    double sum = 0;
    for (int middle = 0; middle < 2; middle++) {
      RankSearch search = whole.medianSearches().get(middle);
      for (int passes = 0; !search.isFound(); passes++) {
        assertThat(passes).isLessThan(3);
        RankSearch seen = null;
        for (List<Double> part : parts) {
          RankSearch ofPart = search(whole, middle, passes, parts);
          part.forEach(ofPart::add);
          if (seen == null) {
            seen = ofPart;
          } else {
            seen.add(ofPart);
          }
        }
        search = seen.narrowed();
      }
      sum += search.value();
    }
    return sum / 2;
  }

  /** The search as it stands after some passes, with nothing seen since. */
  private static RankSearch search(
      ColumnSummary whole, int middle, int passes, List<List<Double>> parts) {
    RankSearch search = whole.medianSearches().get(middle);
    for (int pass = 0; pass < passes; pass++) {
      RankSearch all = search;
      parts.forEach(part -> part.forEach(all::add));
      search = all.narrowed();
    }
    return search;
  }

  @Provide
  Arbitrary<List<Double>> numbers() {
    Arbitrary<Double> number =
        Arbitraries.oneOf(
            Arbitraries.doubles().between(-20, 20),
            Arbitraries.integers().between(-3, 3).map(i -> (double) i),
            Arbitraries.doubles());
    return number.list().ofMinSize(1).ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<List<Double>>> columns() {
    return numbers().list().ofMaxSize(5);
  }
}
