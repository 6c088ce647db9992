package io.partita.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> NAMES =
      List.of("ingest-lmd", "ingest-msd", "ingest-midi", "sql", "sql-server", "stats", "--lake");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ingest-ldm | ' Did you mean ingest-lmd?'",
        "INGEST-MIDI | ' Did you mean ingest-midi?'",
        "ingest | ' Did you mean ingest-lmd, ingest-msd or ingest-midi?'",
        "statistics | ''",
        "stat | ' Did you mean stats?'",
        "server | ' Did you mean sql-server?'",
        "-lake | ' Did you mean --lake?'",
        "ls | ''",
        "dance | ''",
        "'' | ''",
      })
  void namesTheNearest(String word, String question) {
    assertThat(DidYouMean.ask(unquoted(word), NAMES)).isEqualTo(unquoted(question));
  }

  private static String unquoted(String text) {
    return text.replace("'", "");
  }

  @Test
  void listsNothingWhereTooManyAreLikeIt() {
    List<String> many = IntStream.rangeClosed(1, 9).mapToObj(number -> "part-" + number).toList();

    assertThat(DidYouMean.ask("part-0", many)).isEmpty();
    assertThat(DidYouMean.ask("part-0", many.subList(0, 2)))
        .isEqualTo(" Did you mean part-1 or part-2?");
  }
}
