package io.partita.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionTextTest {
  @Test
  void isALineAValueAndOneForEachObjectOfAList() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("file", "song.mid");
    description.put("key", null);
    description.put("tokens", new int[] {3, 1, 2});
    description.put("tempos", List.of(Map.of("tick", 0), Map.of("tick", 480)));
    description.put("notes", List.of());

    assertThat(DescriptionText.of(description).lines())
        .containsExactly(
            "file                       song.mid",
            "tokens                     3 1 2",
            "tempos:",
            "  {tick=0}",
            "  {tick=480}",
            "notes                      []");
  }

  @Test
  void hidesWhatATerminalWouldObey() {
    assertThat(DescriptionText.of(Map.of("name", "a\u001b[31mb\nc")))
        .startsWith("name ")
        .doesNotContain("\u001b", "\n");
  }
}
