package io.partita.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.sample.compose.Composer;
import io.partita.sample.compose.Composition;
import io.partita.score.ClosedBy;
import io.partita.score.Score;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditionTest {
  private static Edition edition(int ppq) {
    return new Edition(ppq, false, 0, 0, ClosedBy.NOTE_OFF, true);
  }

  @Property
  void neverLeavesThe24thOfAPulse(@ForAll @LongRange(min = 0, max = 1_000_000) long pulse) {
    for (int ppq : new int[] {96, 120, 192, 240, 384, 480, 960}) {
      long tick = edition(ppq).tick(pulse);

      // Round half up of 24ths, once from each resolution.
      assertThat(Math.floorDiv(48 * tick + ppq, 2L * ppq))
          .as("pulse %d at %d ticks a quarter", pulse, ppq)
          .isEqualTo(Math.floorDiv(48 * pulse + 960, 1920L));
      assertThat(tick).isLessThanOrEqualTo(edition(ppq).tick(pulse + 1));
      assertThat(Math.abs(tick * 960 / ppq - pulse)).isLessThanOrEqualTo(20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {96, 480, 960})
  void keepsTheBeatsExact(int ppq) {
    assertThat(edition(ppq).tick(4 * 960)).isEqualTo(4L * ppq);
  }

  @Test
  void describesTheSongInTheFirstTrack() {
    Composition song = Composer.compose(3, 4, 0);
    Score score = edition(480).score(song);

    assertThat(score.tracks()).hasSize(song.parts().size() + 1);
    assertThat(score.tracks().get(0).name()).isEqualTo(song.title());
    assertThat(score.tempos()).hasSize(song.plan().tempos().size());
    assertThat(score.timeSignatures().get(0).tick()).isZero();
    assertThat(score.keySignatures().get(0).tick()).isZero();
    assertThat(score.tempoMap().secondsAt(score.tracks().get(0).endTick()))
        .isCloseTo(song.plan().durationS(), within(0.05));
  }
}
