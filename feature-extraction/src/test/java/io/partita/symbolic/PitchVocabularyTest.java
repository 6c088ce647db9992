package io.partita.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PitchVocabularyTest {
  private static final PitchVocabulary VOCABULARY =
      PitchVocabulary.of(List.of(new int[] {67, 60}, new int[] {}, new int[] {60, 127, 0}));

  @Test
  void aClassIsThePositionAmongTheDistinctPitches() {
    assertThat(VOCABULARY.pitches()).containsExactly(0, 60, 67, 127);
    assertThat(VOCABULARY.size()).isEqualTo(5);
    assertThat(VOCABULARY.encode(new int[] {127, 60, 61, 0}))
        .containsExactly(3, 1, VOCABULARY.unknownClass(), 0);
    assertThat(VOCABULARY.decode(2)).isEqualTo(67);
  }

  @Test
  void theUnknownClassIsNoPitch() {
    assertThatThrownBy(() -> VOCABULARY.decode(VOCABULARY.unknownClass()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Classes of pitches are 0 to 3, but this is 4");
  }

  @Test
  void pitchesOutOfOrderAreRefused() {
    assertThatThrownBy(() -> new PitchVocabulary(List.of(60, 60)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Pitches must be distinct, ascending and 0 to 127, but are [60, 60]");
    assertThatThrownBy(() -> new PitchVocabulary(List.of(60, 128)))
        .hasMessage("Pitches must be distinct, ascending and 0 to 127, but are [60, 128]");
    assertThatThrownBy(() -> PitchVocabulary.of(List.of(new int[0])))
        .hasMessage("A vocabulary needs at least one pitch");
  }

  @Test
  void asJsonAndBack() throws Exception {
    ObjectMapper json = new ObjectMapper();
    String text = json.writeValueAsString(VOCABULARY);
    assertThat(text).isEqualTo("{\"pitches\":[0,60,67,127]}");
    assertThat(json.readValue(text, PitchVocabulary.class)).isEqualTo(VOCABULARY);
  }
}
