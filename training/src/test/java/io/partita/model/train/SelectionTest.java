package io.partita.model.train;

import static io.partita.TextAssert.assertThatText;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.model.ModelFigure;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard.Best;
import io.partita.model.archive.ModelCard.NetworkFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Selection LOSS = Selection.best(ModelFigure.nats("loss"));
  private static final NetworkFile FILE = new NetworkFile("f", 1, "", 1, "");

  private static Metric metric(long iteration, Map<String, Double> validation) {
    return Metric.at(iteration / 10.0, iteration, 0).loss(1).validation(validation).build();
  }

  private static Metric loss(long iteration, double loss) {
    return metric(iteration, Map.of("loss", loss, "accuracy", loss));
  }

  @Test
  void theFirstValidationIsTheBestUntilABetterOneComes() {
    assertThat(LOSS.best(null, metric(5, Map.of()), FILE)).as("nothing was validated").isNull();
    Best first = LOSS.best(null, loss(10, 2.0), FILE);
    assertThat(first).isEqualTo(new Best(10, 1, "loss", 2.0, FILE));
    assertThat(LOSS.best(first, loss(20, 2.0), FILE)).as("as good").isSameAs(first);
    assertThat(LOSS.best(first, loss(20, 2.5), FILE)).as("worse").isSameAs(first);
    assertThat(LOSS.best(first, loss(20, 1.5), FILE)).isEqualTo(new Best(20, 2, "loss", 1.5, FILE));
    Selection accuracy = Selection.best(ModelFigure.share("accuracy"));
    Best high = accuracy.best(null, loss(10, 0.5), FILE);
    assertThat(accuracy.best(high, loss(20, 0.6), FILE).iteration()).isEqualTo(20);
    assertThat(accuracy.best(high, loss(20, 0.4), FILE)).isSameAs(high);
  }

  @Test
  void noNumberIsNeverTheBest() {
    assertThat(LOSS.best(null, loss(10, Double.NaN), FILE)).isNull();
    Best first = LOSS.best(null, loss(10, 2.0), FILE);
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThat(LOSS.best(first, loss(20, value), FILE)).isSameAs(first);
    }
    assertThatThrown(
            IllegalStateException.class,
            () -> LOSS.best(null, metric(10, Map.of("other", 1.0)), FILE))
        .names("loss");
  }

  @Test
  void whereTheLastIsKeptTheBestIsKnownWithoutItsWeights() {
    Selection last = new Selection(ModelFigure.nats("loss"), false, Selection.NO_LIMIT, 0, 0);
    assertThat(last.best(null, loss(10, 2.0), FILE)).isEqualTo(new Best(10, 1, "loss", 2.0, null));
    assertThat(last.kept(new Best(10, 1, "loss", 2.0, FILE)).network()).isNull();
    assertThat(LOSS.kept(new Best(10, 1, "loss", 2.0, FILE)).network()).isEqualTo(FILE);
    assertThat(LOSS.kept(null)).isNull();
  }

  @Test
  void theBestOfAnotherFigureStaysUntilSomethingIsValidated() {
    Best other = new Best(10, 1, "accuracy", 0.9, FILE);
    assertThat(LOSS.best(other, metric(15, Map.of()), FILE)).isSameAs(other);
    assertThat(LOSS.stale(other, List.of(loss(20, 5.0)))).isZero();
    assertThat(LOSS.best(other, loss(20, 5.0), FILE).figure()).isEqualTo("loss");
  }

  @Test
  void staleValidationsAreThoseAfterTheBest() {
    Best best = new Best(20, 2, "loss", 1.0, FILE);
    List<Metric> metrics =
        List.of(
            loss(10, 2),
            loss(20, 1),
            metric(25, Map.of()),
            loss(30, 2),
            metric(35, Map.of()),
            loss(40, 1.5));
    assertThat(LOSS.stale(best, metrics)).isEqualTo(2);
    assertThat(LOSS.stale(best, metrics.subList(0, 3))).isZero();
    assertThat(LOSS.stale(null, metrics)).isZero();
    assertThatText(new Selection(ModelFigure.nats("loss"), true, 2, 0, 0).outcome(best))
        .names("stopped", "--patience 2", "loss", "1.0000", "iteration 20");
  }

  @Test
  void onlyAnAverageDecidesWeights() {
    assertThat(new Selection(ModelFigure.nats("loss"), false, 3, 7, 0).decisive()).isEmpty();
    assertThat(new Selection(ModelFigure.nats("loss"), false, 3, 7, 0.5).decisive())
        .containsOnly(Map.entry("--ema", 0.5));
  }
}
