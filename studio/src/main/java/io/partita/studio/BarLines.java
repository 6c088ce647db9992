package io.partita.studio;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.score.Meter;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bar lines of a MIDI file. */
final class BarLines {
  /** Beyond that many lines nobody sees one. */
  private static final int MOST = 5_000;

  private BarLines() {}

  /** Where bars begin up to the last note, in seconds; none where the file has no metre. */
  static List<Double> of(byte[] midi) throws MalformedInputException {
    Score score = MidiReader.read(midi);
    Optional<Meter> meter = Meter.of(score);
    List<Double> bars = new ArrayList<>();
    if (meter.isPresent()) {
      long end = lastTick(score.notes());
      for (long tick = 0;
          tick <= end && bars.size() < MOST;
          tick = meter.get().barLineFrom(tick + 1)) {
        bars.add(score.tempoMap().secondsAt(tick));
      }
    }
    return bars;
  }

  private static long lastTick(Notes notes) {
    long last = -1;
    for (int i = 0; i < notes.size(); i++) {
      last = Math.max(last, notes.onsetTick(i));
    }
    return last;
  }
}
