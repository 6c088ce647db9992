package io.partita.synth;

import io.partita.score.Meter;
import io.partita.score.Note;
import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.score.Track;
import java.util.Optional;

/**
 * Whole bars of a piece that is played round and round.
 *
 * @param bars at least 1
 * @param endTick the bar line where it starts again
 * @param seconds to it, by the piece's tempo map
 */
public record LoopLength(long bars, long endTick, double seconds) {
  /** Sixteenths of a quarter: a note that a drummer lets go a little late opens no bar. */
  private static final int LATE = 4;

  /** What is longer is a song's drum track, and not a loop. */
  private static final int MOST_BARS = 16;

  /**
   * The bars up to the bar line that follows the last note, or up to a later one where the file
   * itself ends on it. A note that ends less than a sixteenth after a bar line ends on it.
   *
   * @return nothing for SMPTE time, which has no bars, and without a note or an end of a track
   */
  public static Optional<LoopLength> of(Score score) {
    return Meter.of(score).flatMap(meter -> of(score, meter));
  }

  /**
   * Whether a file shows that it is a loop: drums alone, in at most 16 bars, the last of which ends
   * where the file does.
   */
  public static boolean isLoop(Score score) {
    long end = score.tracks().stream().mapToLong(Track::endTick).max().orElse(0);
    return score.notes().stream().allMatch(Note::isDrum)
        && of(score).filter(loop -> loop.endTick == end && loop.bars <= MOST_BARS).isPresent();
  }

  private static Optional<LoopLength> of(Score score, Meter meter) {
    long late = score.division().ticksPerQuarter() / LATE;
    long needed = 0;
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      needed = Math.max(needed, Math.max(notes.onsetTick(i) + 1, notes.offsetTick(i) - late));
    }
    long end = meter.barLineFrom(needed);
    for (Track track : score.tracks()) {
      if (meter.barLineFrom(track.endTick()) == track.endTick()) {
        end = Math.max(end, track.endTick());
      }
    }
    if (end == 0) {
      return Optional.empty();
    }
    double seconds = score.tempoMap().secondsAt(end);
    return Optional.of(new LoopLength(meter.barAt(end - 1) + 1, end, seconds));
  }
}
