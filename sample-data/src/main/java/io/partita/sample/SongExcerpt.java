package io.partita.sample;

import io.partita.midi.MidiWriter;
import io.partita.sample.compose.BandPart;
import io.partita.sample.compose.BandPart.Hit;
import io.partita.sample.compose.Bar;
import io.partita.sample.compose.Composition;
import io.partita.sample.compose.Section;
import io.partita.sample.compose.SongPlan;
import io.partita.sample.compose.SongPlan.Tempo;
import io.partita.score.ClosedBy;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;

/**
 * A stretch out of the middle of a song, as a MIDI file that a synthesizer plays from its start.
 */
final class SongExcerpt {
  private SongExcerpt() {}

  /**
   * From the last section that begins in the song's first third, so many seconds and no more.
   *
   * @return the bytes of a MIDI file; what sounds at the stretch's start began before it and is
   *     left out
   */
  static byte[] midi(Composition composition, double durationS) {
    SongPlan plan = composition.plan();
    long start = start(plan);
    double endS = plan.secondsAt(start) + durationS;
    ScoreBuilder score = Score.builder(Division.ppq(Bar.PULSES_PER_QUARTER));
    Tempo before = plan.tempos().get(0);
    for (Tempo tempo : plan.tempos()) {
      if (tempo.onset() > start) {
        score.tempo(tempo.onset() - start, tempo.microsPerQuarter());
      } else {
        before = tempo;
      }
    }
    score.tempo(0, before.microsPerQuarter());
    for (int track = 0; track < composition.parts().size(); track++) {
      BandPart part = composition.parts().get(track);
      for (Hit hit : part.hits()) {
        if (hit.onset() >= start && plan.secondsAt(hit.onset()) < endS) {
          score.note(note(part, track, hit, start));
        }
      }
      for (BandPart.PedalMove move : part.pedal()) {
        if (move.onset() >= start && plan.secondsAt(move.onset()) < endS) {
          int value = move.down() ? 127 : 0;
          score.pedal(new PedalEvent(move.onset() - start, track, part.channel(), value));
        }
      }
    }
    return MidiWriter.write(score.build());
  }

  private static long start(SongPlan plan) {
    double latestS = plan.durationS() / 3;
    long start = 0;
    for (Section section : plan.sections()) {
      if (plan.secondsAt(section.onset()) <= latestS) {
        start = section.onset();
      }
    }
    return start;
  }

  private static Note note(BandPart part, int track, Hit hit, long start) {
    return new Note(
        track,
        part.channel(),
        part.program(),
        hit.pitch(),
        hit.velocity(),
        hit.onset() - start,
        hit.offset() - start,
        Double.NaN,
        Double.NaN,
        ClosedBy.NOTE_OFF);
  }
}
