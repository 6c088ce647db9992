package io.partita.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One matcher compares with many files, whatever they were and in whatever order they come. */
class PairMatcherTest {
  private static final ShingleFrequencies NO_FREQUENCIES = Corpus.frequencies(List.of());

  @Test
  void whatWasComparedBeforeMakesNoDifference() {
    List<ComparedFile> files = new ArrayList<>();
    for (int tune = 0; tune < 4; tune++) {
      for (int repeats : new int[] {1, 9, 3}) {
        files.add(tune(tune, 30 + 900 * (tune % 2), repeats));
      }
    }
    int matches = 0;
    for (ComparedFile file : files) {
      PairMatcher matcher = new PairMatcher(file);
      for (ComparedFile other : files) {
        PairMatch match = matcher.match(other);
        assertThat(match).isEqualTo(new PairMatcher(file).match(other));
        assertThat(match.flipped().chain()).isEqualTo(new PairMatcher(other).match(file).chain());
        matches += match.tier() == null ? 0 : 1;
      }
    }
    assertThat(matches).isBetween(files.size() - 4, files.size() * files.size() / 2);
  }

  @Test
  void filesThatShareOnlyWhatIsEverywhereAreNoMatch() {
    ComparedFile often = tune(1, 30, 9);

    PairMatch match = new PairMatcher(often).match(often);

    assertThat(match.shared()).isPositive();
    assertThat(match.chain()).isZero();
    assertThat(match.where()).isNull();
  }

  /** So often that, where it is more than four times, no shingle has a place. */
  private static ComparedFile tune(long seed, int notes, int repeats) {
    ScoreBuilder score = Score.builder(Division.ppq(480)).tempo(0, 500_000);
    long at = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < notes; i++) {
        score.note(0, 0, 0, 50 + random.nextInt(24), 80, at, at + 240);
        at += 240;
      }
    }
    return ComparedFile.of(MusicFeatures.of(score.build()), NO_FREQUENCIES);
  }
}
