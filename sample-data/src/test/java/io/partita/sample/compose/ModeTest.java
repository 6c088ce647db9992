package io.partita.sample.compose;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeTest {
  @ParameterizedTest
  @CsvSource({
    "MAJOR, 0, 0",
    "MAJOR, 7, 1",
    "MAJOR, 5, -1",
    "MAJOR, 3, -3",
    "MAJOR, 6, 6",
    "MINOR, 9, 0",
    "MINOR, 4, 1",
    "MINOR, 0, -3",
    "MINOR, 6, 3",
    "DORIAN, 2, -1",
    "MIXOLYDIAN, 7, 1"
  })
  void writesTheKeySignatureOfItsTonic(Mode mode, int tonic, int sharps) {
    assertThat(mode.sharps(tonic)).isEqualTo(sharps);
  }

  @Property
  void findsTheStepAtOrBelow(@ForAll Mode mode, @ForAll @IntRange(min = -60, max = 60) int above) {
    int step = mode.stepAtOrBelow(above);

    assertThat(mode.semitones(step)).isLessThanOrEqualTo(above);
    assertThat(mode.semitones(step + 1)).isGreaterThan(above);
  }
}
