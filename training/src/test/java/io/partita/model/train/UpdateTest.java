package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static Update update(int number, double lossNats, double norm) {
    return new Update(0, number, lossNats, 10, norm, 0, false);
  }

  @Test
  void whatWasSkippedCountsForNoLoss() {
    List<Update> updates =
        List.of(update(0, 30, 2), update(1, Double.NaN, Double.NaN), update(2, 10, 20_000));
    assertThat(Update.meanLossNats(updates)).isEqualTo(2);
    assertThat(Update.firstLossNats(updates)).isEqualTo(3);
    assertThat(Update.figures(updates))
        .containsEntry("gradient_norm", 10_001.0)
        .containsEntry("skipped", 1.0)
        .containsEntry("zeroed", 1.0);
    assertThat(Update.madeByAWorker(updates)).isEqualTo(3);
  }

  @Test
  void aRoundOfWhichMoreThanHalfWasSkippedHasNoLoss() {
    Update skipped = update(1, 20, Double.POSITIVE_INFINITY);
    assertThat(Update.meanLossNats(List.of(update(0, 30, 2), skipped))).isEqualTo(3);
    assertThat(Update.meanLossNats(List.of(update(0, 30, 2), skipped, skipped))).isNaN();
    assertThat(Update.meanLossNats(List.of(skipped))).isNaN();
    assertThat(Update.figures(List.of(skipped))).doesNotContainKey("gradient_norm");
  }

  @Test
  void aLossThatIsNoNumberThoughItsGradientIsOneStands() {
    assertThat(Update.meanLossNats(List.of(update(0, 30, 2), update(1, Double.NaN, 3)))).isNaN();
  }
}
