package io.partita.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.nn.latent.Cosine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimilarLatentTest {
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
    SimilarLatent later = slice("a", place("b.mid", 0), 1, 0);
    SimilarLatent earlier = slice("a", place("a.mid", 16), 1, 0.001f);
    SimilarLatent last = slice("a", place("c.mid", 0), 1, 0.002f);

    for (SimilarLatent all : List.of(later.and(earlier).and(last), last.and(earlier.and(later)))) {
      assertThat(all).isEqualTo(new SimilarLatent(List.of("a"), 1, 3, place("a.mid", 16), null));
    }
  }

  @Test
  void theNearestComesFirstAndOfEqualsTheFirstByPlace() {
    SimilarLatent near = slice("n", place("z.mid", 0), 1, 0.1f);
    SimilarLatent equal = slice("e", place("a.mid", 32), 0, 1);
    SimilarLatent equalBefore = slice("b", place("a.mid", 16), 0, 2);
    SimilarLatent far = slice("f", place("a.mid", 0), -1, 0);

    assertThat(Stream.of(far, equal, near, equalBefore).sorted())
        .containsExactly(near, equalBefore, equal, far);
  }

  @Test
  void placesAreInTheOrderOfTheLakesRows() {
    SimilarLatent withoutSplit = at("d", "s", "p", "0", 1, 0L, 2, null);
    List<SimilarLatent> ordered =
        List.of(
            at("c", "s", "p", "0", 9, 9L, 2, "train"),
            at("d", "r", "p", "0", 9, 9L, 2, "train"),
            at("d", "s", "o", "0", 9, 9L, 2, "train"),
            at("d", "s", "p", "0", 0, 48L, 2, "train"),
            withoutSplit,
            at("d", "s", "p", "0", 1, 0L, 2, "test"),
            at("d", "s", "p", "0", 1, 0L, 4, "test"),
            at("d", "s", "p", "0", 1, 16L, 2, "test"),
            at("d", "s", "p", "1", 0, 0L, 2, "test"));

    assertThat(ordered).isSorted();
    assertThat(withoutSplit).isEqualByComparingTo(withoutSplit);
  }

  private static SimilarLatent at(Object... place) {
    return new SimilarLatent(List.of("a"), 1, 1, byColumn(place), null);
  }

  private static SimilarLatent slice(String hash, Map<String, Object> place, float... mu) {
    return new SimilarLatent(List.of(hash), Cosine.of(WANTED, mu), 1, place, null);
  }

  private static Map<String, Object> place(String path, long startStep) {
    return byColumn("beats", "beats", path, "0f", 0, startStep, 2, "train");
  }

  private static Map<String, Object> byColumn(Object... values) {
    Map<String, Object> place = new LinkedHashMap<>();
    for (Object value : values) {
      place.put("column" + place.size(), value);
    }
    return place;
  }
}
