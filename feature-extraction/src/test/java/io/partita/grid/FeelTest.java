package io.partita.grid;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.drum.DrumLoop;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.synth.LoopLength;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FeelTest {
  @Test
  void theUsualFeelChangesNothing() {
    Score score = DrumLoop.score(new int[] {1, 4, 4, 4});
    assertThat(Feel.USUAL.of(score)).isSameAs(score);
    assertThat(Feel.USUAL).isEqualTo(new Feel(120, 50));
  }

  @Test
  void offSixteenthsAreLateAndOthersWhereTheyWere() throws Exception {
    int[] steps = new int[16];
    Arrays.fill(steps, 0, 5, 4);

    Score triplets = again(new Feel(120, 200 / 3.0).of(DrumLoop.score(steps)));
    Score dotted = again(new Feel(60, 75).of(DrumLoop.score(steps)));

    // An eighth lasts .25 s at 120, and .5 s at 60 quarters a minute.
    assertThat(triplets.notes())
        .extracting(Note::onsetTick)
        .containsExactly(0L, 160L, 240L, 400L, 480L);
    assertThat(triplets.notes().onsetS(1)).isCloseTo(0.25 * 2 / 3, within(1e-9));
    assertThat(dotted.notes())
        .extracting(Note::onsetS)
        .containsExactly(0.0, 0.375, 0.5, 0.875, 1.0);
    assertThat(dotted.notes().durationS(0)).isEqualTo(0.375);
    assertThat(dotted.notes().durationS(1)).isEqualTo(0.125);
    assertThat(dotted.notes()).extracting(Note::velocity).containsOnly(DrumLoop.VELOCITY);
  }

  @Property(tries = 100)
  void aLoopKeepsItsNotesAndLastsItsBars(
      @ForAll @Size(32) List<@IntRange(max = 511) Integer> masks,
      @ForAll @DoubleRange(min = 20, max = 400) double qpm,
      @ForAll @DoubleRange(min = 50, max = 75) double swing) {
    Score score = DrumLoop.score(masks.stream().mapToInt(Integer::intValue).toArray());

    Score played = new Feel(qpm, swing).of(score);

    assertThat(played.notes())
        .extracting(Note::pitch)
        .containsExactlyElementsOf(score.notes().stream().map(Note::pitch).toList());
    assertThat(played.notes()).allMatch(note -> note.durationS() > 0);
    for (int i = 0; i < score.notes().size(); i++) {
      long tick = score.notes().onsetTick(i);
      long late = played.notes().onsetTick(i) - tick;
      assertThat(late).isEqualTo(tick / 120 % 2 == 0 ? 0 : Math.round(240 * swing / 100) - 120);
    }
    assertThat(LoopLength.of(played).orElseThrow().seconds()).isCloseTo(8 * 60 / qpm, within(1e-5));
  }

  @Test
  void whatNobodyPlaysIsRefused() {
    assertThatIllegal(() -> new Feel(19, 50)).names("qpm", 20, 400, 19);
    assertThatIllegal(() -> new Feel(120, 76)).names("swing", 50, 75, 76);
    assertThatIllegal(() -> new Feel(Double.NaN, 50)).names("qpm");
  }

  private static Score again(Score score) throws Exception {
    return MidiReader.read(MidiWriter.write(score));
  }
}
