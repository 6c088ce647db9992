package io.partita.split;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedSplitsTest {
  private static PublishedSplits of(String lines, String split) {
    PublishedSplits splits = new PublishedSplits();
    splits.add(lines, split);
    return splits;
  }

  @Test
  void aListNamesFilesByTheEndsOfTheirPathsWhateverTheirEnding() {
    PublishedSplits splits =
        of("blues/blues.00029.wav\n\n# said by hand\nrock/rock.00001.wav", "test");

    assertThat(splits.splitOf("genres_original/blues/blues.00029.wav")).isEqualTo("test");
    assertThat(splits.splitOf("a/b/blues/blues.00029.au")).isEqualTo("test");
    assertThat(splits.splitOf("blues/blues.00029")).isNull();
    assertThat(splits.splitOf("myblues/blues.00029.wav")).as("whole names only").isNull();
    assertThat(splits.splitOf("blues.00029.wav")).isNull();
    assertThat(splits.splitOf("rock/rock.00002.wav")).isNull();
  }

  @Test
  void aFileHasASplitInEachLine() {
    PublishedSplits splits = of("a, b.wav,training\nc.wav , validation\nx/c.wav,test", null);

    assertThat(splits.splitOf("x/a, b.wav")).isEqualTo("train");
    assertThat(splits.splitOf("y/c.wav")).isEqualTo("validation");
    assertThat(splits.splitOf("x/c.wav")).as("the longest name that fits").isEqualTo("test");
    assertThat(splits.countMissing(List.of("y/c.wav", "z/other.wav"))).isEqualTo(2);
  }

  @Test
  void severalListsAreOne() {
    PublishedSplits splits = of("a.wav", "train");
    splits.add("b.wav", "test");

    assertThat(splits.splitOf("a.wav")).isEqualTo("train");
    assertThat(splits.splitOf("b.wav")).isEqualTo("test");
    assertThatIllegal(() -> splits.add("a.au", "test")).names("a.au", "train", "test");
  }

  @Test
  void aLineWithoutASplitIsTold() {
    assertThatIllegal(() -> of("a.wav", null)).names("a.wav");
    assertThatIllegal(() -> of("a.wav,dev", null)).names("dev", "train", "validation", "test");
  }
}
