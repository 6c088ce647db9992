package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FmaCsvTest {
  @Test
  void quotesOnlyWhereItMust() {
    assertThat(FmaCsv.row(List.of("NA", "", "a b", "a,b", "say \"a\"", "1\r\n2")))
        .isEqualTo("NA,,a b,\"a,b\",\"say \"\"a\"\"\",\"1\r\n2\"\n");
  }

  @Test
  void writesListsAsPythonDoes() {
    assertThat(FmaCsv.texts(List.of())).isEqualTo("[]");
    assertThat(FmaCsv.texts(List.of("a", "rock 'n' roll", "7\"", "'\"", "\\")))
        .isEqualTo("['a', \"rock 'n' roll\", '7\"', '\\'\"', '\\\\']");
  }
}
