package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.midi.MidiReader;
import io.partita.sample.compose.Bar;
import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Section;
import io.partita.sample.compose.SongPlan;
import io.partita.score.Score;
import io.partita.score.TempoMap;
import org.junit.jupiter.api.Test;

class SongExcerptTest {
  @Test
  void isAStretchOfTheSongAtItsOwnTempo() throws Exception {
    for (int song = 0; song < 30; song++) {
      Composition composition = Composer.compose(1, song, 0);
      Score score = MidiReader.read(SongExcerpt.midi(composition, 20));
      TempoMap tempo = score.tempoMap();

      assertThat(score.isRepaired()).isFalse();
      assertThat(score.notes().size()).isBetween(20, composition.noteCount());
      long last = 0;
      for (int i = 0; i < score.notes().size(); i++) {
        last = Math.max(last, score.notes().onsetTick(i));
      }
      assertThat(tempo.secondsAt(last)).isBetween(15.0, 20.0);
    }
  }

  @Test
  void beginsWithASectionInTheFirstThird() throws Exception {
    Composition composition = Composer.compose(1, 3, 0);
    SongPlan plan = composition.plan();
    Score score = MidiReader.read(SongExcerpt.midi(composition, 20));
    double startS =
        plan.sections().stream()
            .mapToDouble(section -> plan.secondsAt(section.onset()))
            .filter(onsetS -> onsetS <= plan.durationS() / 3)
            .max()
            .orElseThrow();
    long pulse = 4L * Bar.PULSES_PER_QUARTER;

    assertThat(startS).isPositive();
    // The tempo from there on is that of the song.
    long start =
        plan.sections().stream()
            .mapToLong(Section::onset)
            .filter(onset -> plan.secondsAt(onset) == startS)
            .findFirst()
            .orElseThrow();
    assertThat(score.tempoMap().secondsAt(pulse))
        .isCloseTo(plan.secondsAt(start + pulse) - startS, within(1e-6));
  }
}
