package io.partita.ingest;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.lake.table.LakeTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinRowsTest {
  @Test
  void withoutAWordTheMainTableNeedsOne() {
    assertThat(MinRows.of(List.of())).isEqualTo(new MinRows(1, Map.of()));
  }

  @Test
  void aNumberIsForTheMainTableAndTheLastOneCounts() {
    assertThat(MinRows.of(List.of("5", "notes=100", "0", "notes= 7")))
        .isEqualTo(new MinRows(0, Map.of(LakeTable.NOTES, 7L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          many     | bad_option --min-rows many
          notes=   | bad_option --min-rows notes=
          notes=-1 | bad_option --min-rows 0 -1
          """)
  void anythingElseIsAMistake(String value, String message) {
    assertThatMistake(() -> MinRows.of(List.of(value))).is(message);
  }
}
