package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Condition;

/** A text that holds names and values, each a word or words, in an order; the rest may change. */
public final class Naming extends Condition<String> {
  private Naming(Object... namesOrValues) {
    super(
        text -> NamesInOrder.missing(text, namesOrValues).isEmpty(),
        "text that names %s in this order",
        Arrays.asList(namesOrValues));
  }

  public static Naming naming(Object... namesOrValues) {
    return new Naming(namesOrValues);
  }

  /** There is a line for each naming, in their order. */
  public static void assertEach(List<String> lines, Naming... namings) {
    assertThat(lines)
        .zipSatisfy(Arrays.asList(namings), (line, naming) -> assertThat(line).is(naming));
  }
}
