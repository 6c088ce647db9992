package io.partita.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
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
          many     | --min-rows many is neither N nor TABLE=N.
          notes=   | --min-rows notes= is neither N nor TABLE=N.
          notes=-1 | --min-rows must be at least 0, not -1.
          """)
  void anythingElseIsAMistake(String value, String message) {
    assertThatThrownBy(() -> MinRows.of(List.of(value)))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }
}
