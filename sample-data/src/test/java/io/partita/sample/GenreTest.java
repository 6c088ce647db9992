package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.sample.compose.Style;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenreTest {
  @Test
  void everyStyleHasGenresOfOneTop() {
    for (Style style : Style.ALL) {
      assertThat(
              Genre.ofStyle(style.name).stream().map(id -> Genre.of(id).top()).distinct().toList())
          .hasSize(1);
    }
  }

  @Test
  void genresComeWithThoseAboveThem() {
    assertThat(Genre.withParents(List.of(404, 66))).containsExactly(404, 85, 12, 66);
    assertThat(Genre.of(404).top().title()).isEqualTo("Rock");
  }
}
