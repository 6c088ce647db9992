package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.score.TextEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A song of 16 bars in A flat major, then E major, with words, markers and a pedal. */
class TimelineTest {
  private static final int[] SCALE = {0, 4, 7, 5, 9, 12, 7, 11, 2, 0};

  @Test
  void allLanesAreInSecondsAndChangesOnly() throws Exception {
    ScoreBuilder score = Score.builder(Division.ppq(480));
    score.tempo(0, 500_000).tempo(1920, 500_000).tempo(3840, 1_000_000);
    score.timeSignature(0, 4, 4).timeSignature(3840, 4, 4);
    for (int beat = 0; beat < 64; beat++) {
      int tonic = beat < 32 ? 56 : 64;
      score.note(0, 0, 0, tonic + SCALE[beat % 10], 80, 480L * beat, 480L * beat + 400);
    }
    score
        .text(new TextEvent(0, 0, TextEvent.Kind.MARKER, " Verse "))
        .text(new TextEvent(1920, 0, TextEvent.Kind.MARKER, ""));
    score
        .text(new TextEvent(480, 0, TextEvent.Kind.LYRIC, "Hal"))
        .text(new TextEvent(960, 0, TextEvent.Kind.LYRIC, "lo"));
    score
        .pedal(new PedalEvent(0, 0, 0, 127))
        .pedal(new PedalEvent(0, 0, 1, 127))
        .pedal(new PedalEvent(960, 0, 0, 0))
        .pedal(new PedalEvent(1440, 0, 1, 63));

    Map<String, Object> timeline = Timeline.of(MidiWriter.write(score.build()));
    assertThat((List<?>) timeline.get("bars")).hasSize(16);
    assertThat(timeline.get("bars").toString()).startsWith("[0.0, 2.0, 4.0, 8.0, ");
    assertThat(timeline.get("metres")).hasToString("[[0.0, 4/4]]");
    assertThat(timeline.get("tempos")).hasToString("[[0.0, 120.0], [4.0, 60.0]]");
    assertThat(timeline.get("keys")).hasToString("[[0.0, Ab major], [28.0, E major]]");
    assertThat(timeline.get("markers")).hasToString("[[0.0, Verse]]");
    assertThat(timeline.get("words")).hasToString("[[0.5, Hal, ], [1.0, lo, ]]");
    assertThat(timeline.get("pedal")).hasToString("[[0.0, 1.5]]");
  }

  @Test
  void wordsOfKaraokeBeginLines() throws Exception {
    ScoreBuilder score =
        Score.builder(Division.ppq(480)).text(new TextEvent(0, 0, TextEvent.Kind.TEXT, "@KMIDI"));
    score
        .text(new TextEvent(0, 0, TextEvent.Kind.TEXT, "\\Oh "))
        .text(new TextEvent(480, 0, TextEvent.Kind.TEXT, "/my"));
    score.note(0, 0, 0, 60, 80, 0, 480);

    assertThat(Timeline.of(MidiWriter.write(score.build())).get("words"))
        .hasToString("[[0.0, Oh , paragraph], [0.5, my, line]]");
  }
}
