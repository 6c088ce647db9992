package io.partita.abc;

import static io.partita.notation.NoteTexts.notes;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.SharedData;
import io.partita.score.Score;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunes after bug reports about other readers, with what is right by the standard or abc2midi. */
class FieldAbcTest {
  @ParameterizedTest
  @CsvSource({
    "tie_before_next_note,72@0+1.5 74@1.5+0.5 64@2+2",
    "repeat_after_thick_bar,"
        + "60@0+1 62@1+1 64@2+1 65@3+1 60@4+1 62@5+1 64@6+1 65@7+1 67@8+1 69@9+1 71@10+1 72@11+1",
    "ending_inside_bar,"
        + "60@0+1 62@1+1 64@2+1 65@3+1 67@4+1 69@5+1 71@6+1 72@7+1"
        + " 60@8+1 62@9+1 64@10+1 65@11+1 67@12+1 69@13+1 71@14+1 67@15+1",
    "length_after_voice_defs,67@0+1 43@0+3 69@1+1 71@2+1",
    "metre_after_voice_defs,74@3+3 62@3+3",
    "key_capital_minor,64@0+1 66@1+1 67@2+1 69@3+1",
    "key_glued_accidental,62@0+1 66@1+1 72@2+1 74@3+1",
    "midi_program_comment,60@0+1 62@1+1 64@2+1 65@3+1",
    "y_spacer,60@0+1 62@1+1 64@2+1 65@3+1"
  })
  void notesAreRight(String name, String expected) throws Exception {
    Score score = played(name);

    assertThat(String.join(" ", notes(score))).isEqualTo(expected);
    assertThat(score.isRepaired()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"midi_program_comment,73", "y_spacer,0"})
  void programsAreRight(String name, int program) throws Exception {
    assertThat(played(name).notes()).allMatch(note -> note.program() == program);
  }

  private static Score played(String name) throws Exception {
    byte[] file = Files.readAllBytes(SharedData.file("data/field/" + name + ".abc"));
    return new AbcFormat().read(file, 1000, true);
  }
}
