package io.partita.symbolic;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

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
    assertThatIllegal(() -> VOCABULARY.decode(VOCABULARY.unknownClass())).names(0, 3, 4);
  }

  @Test
  void ofAllPitchesNoneIsUnknownAndLinesHaveABeginningAndAnEnd() {
    PitchVocabulary all = PitchVocabulary.all();

    assertThat(all.size()).isEqualTo(130);
    assertThat(all.predictedSize()).as("all but the beginning").isEqualTo(129);
    for (int pitch = 0; pitch < 128; pitch++) {
      assertThat(all.encode(new int[] {pitch})).containsExactly(pitch);
      assertThat(all.decode(pitch)).isEqualTo(pitch);
    }
    assertThat(all.unknownClass()).isEqualTo(-1);
    assertThat(all.sequence(new int[] {60, 62}, 1)).containsExactly(129, 60, 62, 128);
    assertThat(all.sequence(new int[] {60}, 3)).containsExactly(129, 129, 129, 60, 128);
    assertThat(all.beginning(new int[] {60}, 2)).containsExactly(129, 129, 60);
    assertThat(all.isPitch(all.endClass())).isFalse();
    assertThatIllegal(() -> all.decode(all.endClass())).names(0, 127, 128);
    assertThatIllegal(() -> new PitchVocabulary(PitchVocabulary.Rule.ALL, List.of(60)))
        .names("[60]");
  }

  @Test
  void ofPitchesSeenALineIsItsNotesAlone() {
    assertThat(VOCABULARY.sequence(new int[] {60, 61}, 7)).containsExactly(1, 4);
    assertThat(VOCABULARY.beginning(new int[] {60, 61}, 7)).containsExactly(1, 4);
    assertThat(VOCABULARY.predictedSize()).isEqualTo(VOCABULARY.size());
  }

  @Test
  void pitchesOutOfOrderAreRefused() {
    assertThatIllegal(() -> new PitchVocabulary(List.of(60, 60))).names(0, 127, "[60, 60]");
    assertThatIllegal(() -> new PitchVocabulary(List.of(60, 128))).names(0, 127, "[60, 128]");
    assertThatIllegal(() -> PitchVocabulary.of(List.of(new int[0]))).names("pitch");
  }

  @Test
  void asJsonAndBack() throws Exception {
    ObjectMapper json = new ObjectMapper();
    String text = json.writeValueAsString(VOCABULARY);
    assertThat(text).isEqualTo("{\"rule\":\"SEEN\",\"pitches\":[0,60,67,127]}");
    assertThat(json.readValue(text, PitchVocabulary.class)).isEqualTo(VOCABULARY);
  }
}
