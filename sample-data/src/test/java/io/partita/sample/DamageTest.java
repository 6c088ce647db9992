package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partita.MalformedInputException;
import io.partita.midi.MidiFault;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Dice;
import io.partita.score.Score;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DamageTest {
  private static final Composition SONG = Composer.compose(1, 1, 0);
  private static final byte[] MIDI = MidiWriter.write(Edition.draw(0, Dice.of(1)).score(SONG));

  @Test
  void htmlIsAPageThatReadersRefuse() {
    byte[] page = Damage.HTML.apply(MIDI, Dice.of(2));

    assertThat(new String(page, StandardCharsets.UTF_8)).startsWith("<!DOCTYPE html>");
    assertThat(refusal(page).detail()).containsIgnoringCase("html");
  }

  @Test
  void emptyHasNoBytes() {
    assertThat(refusal(Damage.EMPTY.apply(MIDI, Dice.of(2))).fault()).isEqualTo(MidiFault.EMPTY);
  }

  @Test
  void garbageIsRefused() {
    assertThat(refusal(Damage.GARBAGE.apply(MIDI, Dice.of(2)))).isNotNull();
  }

  @Test
  void truncatedKeepsItsBeginning() {
    byte[] cut = Damage.TRUNCATED.apply(MIDI, Dice.of(2));

    assertThat(cut).hasSizeLessThan(MIDI.length).isEqualTo(Arrays.copyOf(MIDI, cut.length));
  }

  @Test
  void wrongTrackLengthIsRepairedWithoutLoss() throws MalformedInputException {
    for (int i = 0; i < 20; i++) {
      byte[] broken = Damage.WRONG_TRACK_LENGTH.apply(MIDI, Dice.of(i));
      Score score = MidiReader.read(broken);

      assertThat(score.isRepaired()).isTrue();
      assertThat(score.notes().size()).isEqualTo(SONG.noteCount());
    }
  }

  private static MalformedInputException refusal(byte[] bytes) {
    return catchThrowableOfType(MalformedInputException.class, () -> MidiReader.read(bytes));
  }
}
