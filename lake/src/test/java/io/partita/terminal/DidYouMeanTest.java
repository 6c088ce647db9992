package io.partita.terminal;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidYouMeanTest {
  private static final List<String> NAMES =
      List.of("ingest-lmd", "ingest-msd", "ingest-midi", "sql", "sql-serve", "stats", "--lake");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ingest-ldm | ingest-lmd",
        "INGEST-MIDI | ingest-midi",
        "ingest | ingest-lmd ingest-msd ingest-midi",
        "stat | stats",
        "serve | sql-serve",
        "-lake | --lake",
      })
  void namesTheNearest(String word, String nearest) {
    assertThat(DidYouMean.ask(word, NAMES).split("[ ,?]+", -1))
        .filteredOn(NAMES::contains)
        .containsExactly(nearest.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"statistics", "ls", "dance", ""})
  void namesNothingThatIsNotNear(String word) {
    assertThat(DidYouMean.ask(word, NAMES)).isEmpty();
  }

  @Test
  void listsNothingWhereTooManyAreLikeIt() {
    List<String> many = IntStream.rangeClosed(1, 9).mapToObj(number -> "part-" + number).toList();

    assertThat(DidYouMean.ask("part-0", many)).isEmpty();
    assertThat(DidYouMean.ask("part-0", many.subList(0, 2))).is(naming("part-1", "part-2"));
  }
}
