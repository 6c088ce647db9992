package io.partita.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelIndexTest {
  @Property(tries = 50)
  void answersLikeAMap(@ForAll @Size(max = 3000) Map<String, Boolean> expected) {
    LabelIndex index = new LabelIndex();
    expected.forEach((text, label) -> index.put(text, label.toString()));

    expected.forEach(
        (text, label) ->
            assertThat(index.get(text)).as("label of '%s'", text).isEqualTo("" + label));
  }

  @Test
  void theLastLabelCounts() {
    LabelIndex index = new LabelIndex();
    index.put("a", "train");
    index.put("a", "test");

    assertThat(index.get("a")).as("labelled twice").isEqualTo("test");
    assertThat(index.get("b")).as("never labelled").isNull();
  }
}
