package io.partita.model.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationPlanTest {
  /** Of what training costs, an example. */
  private static final double SCORING = 0.4;

  private static List<Integer> dueEpochs(ValidationPlan plan) {
    return IntStream.rangeClosed(1, plan.epochs())
        .filter(epoch -> plan.isDue(100L * (epoch - 1), 100L * epoch, epoch))
        .boxed()
        .toList();
  }

  @Test
  void validationAndItsSampleOfTrainingTakeATenthOfTheTimeAtMost() {
    for (long examples : new long[] {100, 1000, 13_696, 500_000}) {
      for (long heldOut : new long[] {300, 1819, 13_696, 100_000}) {
        ValidationPlan plan = new ValidationPlan(1000, examples, heldOut, 0);
        long scored = heldOut + plan.sample();
        if (scored > 2 * ValidationPlan.FEW) {
          assertThat(scored * SCORING / (plan.epochsBetween() * examples))
              .as("%d examples, %d held out", examples, heldOut)
              .isLessThanOrEqualTo(0.1);
        }
        assertThat(plan.sample()).isLessThanOrEqualTo(Math.max(256, examples / 16));
      }
    }
    assertThat(new ValidationPlan(10, 13_696, 1819, 0).epochsBetween()).isEqualTo(1);
    assertThat(new ValidationPlan(10, 13_696, 13_696, 0).epochsBetween()).isEqualTo(5);
  }

  @Test
  void fewExamplesAreScoredAfterEachEpochAndAsManyOfTraining() {
    ValidationPlan plan = new ValidationPlan(3, 96, 200, 0);
    assertThat(plan.sample()).isEqualTo(200);
    assertThat(dueEpochs(plan)).containsExactly(1, 2, 3);
  }

  @Test
  void theLastEpochIsAlwaysValidatedAndOnlyWhereThereIsSomething() {
    assertThat(dueEpochs(new ValidationPlan(7, 1000, 600, 0))).containsExactly(4, 7);
    assertThat(dueEpochs(new ValidationPlan(7, 1000, 0, 0))).isEmpty();
    assertThat(dueEpochs(new ValidationPlan(2, 1000, 600, 1_000_000))).containsExactly(2);
    assertThat(new ValidationPlan(7, 1000, 600, 0).isDue(397, 400, 0)).as("in mid-epoch").isFalse();
  }

  @Test
  void aRoundIsValidatedThatReachesTheNextMultiple() {
    ValidationPlan plan = new ValidationPlan(2, 96, 40, 5);
    assertThat(
            IntStream.rangeClosed(1, 8)
                .filter(
                    round ->
                        plan.isDue(3L * (round - 1), 3L * round, round % 4 == 0 ? round / 4 : 0))
                .map(round -> 3 * round))
        .containsExactly(6, 12, 15, 21, 24);
  }

  @Test
  void whatIsLookedAtCountsWithWhatIsScored() {
    ValidationPlan plan = new ValidationPlan(20, 1000, 600, 400, 0);
    assertThat(plan.epochsBetween()).as("of 600, 256 and 400 examples").isEqualTo(6);
    assertThat(dueEpochs(plan)).containsExactly(6, 12, 18, 20);
    assertThat(IntStream.rangeClosed(0, 20).filter(plan::isObserved))
        .containsExactly(6, 12, 18, 20);
    assertThat(
            IntStream.rangeClosed(0, 5).filter(new ValidationPlan(5, 1000, 0, 16, 0)::isObserved))
        .as("without a validation")
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(IntStream.rangeClosed(0, 5).filter(new ValidationPlan(5, 1000, 600, 0)::isObserved))
        .as("by nobody")
        .isEmpty();
  }
}
