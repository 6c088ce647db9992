package io.partita.sample.compose;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChordTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0, MAJOR",
    "6m, 9, MINOR",
    "b7, 10, MAJOR",
    "57, 7, DOMINANT",
    "2m7b5, 2, HALF_DIMINISHED",
    "#4dim, 6, DIMINISHED",
    "b27, 1, DOMINANT",
    "5sus4, 7, SUSPENDED",
    "1maj7, 0, MAJOR_SEVENTH"
  })
  void readsNashvilleNumbers(String symbol, int root, Chord.Quality quality) {
    assertThat(Chord.parse(symbol)).isEqualTo(new Chord(root, quality));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "1maj", "0m", "bm"})
  void refusesOtherSymbols(String symbol) {
    assertThatIllegal(() -> Chord.parse(symbol)).names(symbol, "1–7");
  }

  @Test
  void holdsItsTonesInEveryOctave() {
    Chord dominant = Chord.parse("57");

    assertThat(dominant.holds(7)).isTrue();
    assertThat(dominant.holds(11 - 24)).isTrue();
    assertThat(dominant.holds(2 + 48)).isTrue();
    assertThat(dominant.holds(5)).isTrue();
    assertThat(dominant.holds(0)).isFalse();
  }
}
