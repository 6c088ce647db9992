package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MistakeTest {
  @ParameterizedTest
  @EnumSource
  void isKnownByItsLabelAndSaysWhatToDoInASentence(Mistake mistake) {
    assertThat(Mistake.labelled(mistake.label())).contains(mistake);
    assertThat(mistake.label()).matches("[a-z]+(_[a-z]+)*");
    assertThat(mistake.meaning()).endsWith(".").doesNotContain("|", "\n");
    assertThat(mistake.cure()).endsWith(".").doesNotContain("|", "\n");
  }
}
