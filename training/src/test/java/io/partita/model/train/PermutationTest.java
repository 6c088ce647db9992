package io.partita.model.train;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PermutationTest {
  @Property(tries = 200)
  void everyNumberHasAPlaceOfItsOwn(
      @ForAll @IntRange(min = 1, max = 3000) int size, @ForAll long key) {
    Permutation order = new Permutation(size, key);
    assertThat(LongStream.range(0, size).map(order::placeOf).sorted().toArray())
        .isEqualTo(LongStream.range(0, size).toArray());
  }

  @Test
  void neighboursComeApart() {
    Permutation order = new Permutation(10_000, 1);
    long near =
        LongStream.range(1, 10_000)
            .filter(i -> Math.abs(order.placeOf(i) - order.placeOf(i - 1)) < 100)
            .count();
    // Chance brings about 2 % of them within 100 of each other.
    assertThat(near).isBetween(100L, 300L);
  }

  @Test
  void keysGiveDifferentOrders() {
    Permutation one = new Permutation(1000, 1);
    Permutation two = new Permutation(1000, 2);
    long same = LongStream.range(0, 1000).filter(i -> one.placeOf(i) == two.placeOf(i)).count();
    assertThat(same).isLessThan(10);
  }

  @Test
  void anEmptySetHasNoOrder() {
    assertThatIllegal(() -> new Permutation(0, 1)).names(1, 0);
  }
}
