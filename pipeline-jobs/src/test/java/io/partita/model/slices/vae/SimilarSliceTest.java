package io.partita.model.slices.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimilarSliceTest {
  private static final float[] WANTED = {1, 0};

  @Test
  void likenessIsTheCosineWhateverTheLengths() {
    assertThat(slice("a", place("a.mid", 0), 3, 0).cosine()).isEqualTo(1);
    assertThat(slice("a", place("a.mid", 0), 0, 5).cosine()).isZero();
    assertThat(slice("a", place("a.mid", 0), -2, 0).cosine()).isEqualTo(-1);
    assertThat(slice("a", place("a.mid", 0), 1, 1).cosine())
        .isEqualTo(Math.sqrt(0.5), within(1e-9));
  }

  @Test
  void slicesOfEqualStepsAreOneWithTheLargestCosineAndTheFirstPlace() {
    SimilarSlice later = slice("a", place("b.mid", 0), 1, 0);
    SimilarSlice earlier = slice("a", place("a.mid", 16), 1, 0.001f);
    SimilarSlice last = slice("a", place("c.mid", 0), 1, 0.002f);

    for (SimilarSlice all : List.of(later.and(earlier).and(last), last.and(earlier.and(later)))) {
      assertThat(all).isEqualTo(new SimilarSlice("a", 1, 3, place("a.mid", 16)));
    }
  }

  @Test
  void theNearestComesFirstAndOfEqualsTheFirstByPlace() {
    SimilarSlice near = slice("n", place("z.mid", 0), 1, 0.1f);
    SimilarSlice equal = slice("e", place("a.mid", 32), 0, 1);
    SimilarSlice equalBefore = slice("b", place("a.mid", 16), 0, 2);
    SimilarSlice far = slice("f", place("a.mid", 0), -1, 0);

    assertThat(Stream.of(far, equal, near, equalBefore).sorted())
        .containsExactly(near, equalBefore, equal, far);
  }

  @Test
  void placesAreInTheOrderOfTheLakesRows() {
    SlicePlace withoutSplit = new SlicePlace("d", "s", "p", "0", 2, 1, List.of(), 0, null);
    List<SlicePlace> ordered =
        List.of(
            new SlicePlace("c", "s", "p", "0", 2, 9, List.of(), 9, "train"),
            new SlicePlace("d", "r", "p", "0", 2, 9, List.of(), 9, "train"),
            new SlicePlace("d", "s", "o", "0", 2, 9, List.of(), 9, "train"),
            new SlicePlace("d", "s", "p", "0", 2, 0, List.of(), 48, "train"),
            withoutSplit,
            new SlicePlace("d", "s", "p", "0", 2, 1, List.of(), 0, "test"),
            new SlicePlace("d", "s", "p", "0", 4, 1, List.of(), 0, "test"),
            new SlicePlace("d", "s", "p", "0", 2, 1, List.of(), 16, "test"),
            new SlicePlace("d", "s", "p", "1", 2, 0, List.of(), 0, "test"));

    assertThat(ordered).isSorted();
    assertThat(withoutSplit).isEqualByComparingTo(withoutSplit);
  }

  private static SimilarSlice slice(String hash, SlicePlace place, float... mu) {
    return SimilarSlice.of(hash, place, mu, WANTED);
  }

  private static SlicePlace place(String path, long startStep) {
    return new SlicePlace("beats", "beats", path, "0f", 2, 0, List.of(), startStep, "train");
  }
}
