package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BitsPerNoteTest {
  @Test
  void aUniformGuessTakesTheLogarithmOfItsIdsForEachToken() {
    double nats = Math.log(518);
    BitsPerNote bits =
        BitsPerNote.of(new double[] {40 * nats, 10 * nats, 7 * nats}, new double[] {8, 5, 0});
    double log2 = Math.log(518) / Math.log(2);
    assertThat(bits.mean()).isCloseTo((log2 * 40 / 8 + log2 * 10 / 5) / 2, within(1e-12));
    assertThat(bits.interval().low()).isCloseTo(log2 * 2, within(1e-9));
    assertThat(bits.interval().high()).isCloseTo(log2 * 5, within(1e-9));
  }

  @Test
  void oneFileHasNoIntervalAndNoNoteNoFigure() {
    BitsPerNote one = BitsPerNote.of(new double[] {Math.log(2)}, new double[] {2});
    assertThat(one.json(BitsPerNote.NAME).get("bits_per_note")).isEqualTo(0.5);
    assertThat(one.json(BitsPerNote.NAME)).containsEntry("bits_per_note_interval", null);
    BitsPerNote none = BitsPerNote.of(new double[] {1}, new double[] {0});
    assertThat(none.json(BitsPerNote.NAME)).containsEntry("bits_per_note", null);
  }
}
