package io.partita.drum;

import io.partita.MalformedInputException;
import io.partita.drum.TrackZeroTime.Change;
import io.partita.drum.TrackZeroTime.State;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.score.Division;
import java.util.ArrayList;
import java.util.List;

/**
 * The drums of a MIDI file on a grid of sixteenths, as the published MusicVAE data pipeline sees
 * them (Roberts et al. 2018, A Hierarchical Latent Vector Model for Learning Long-Term Structure in
 * Music).
 *
 * <p>A file is cut into pieces where its tempo or metre really changes, by what track 0 says; a hit
 * belongs to the piece of its onset, and goes to the nearest step, four a quarter. Only pieces
 * whose bars have {@link #STEPS_PER_BAR} steps are rolled out.
 *
 * @param division of the file
 * @param durationS end of the last note of any channel, seconds; 0 without notes
 * @param pieces in order; none without notes, or where the division is no part of a quarter
 */
public record DrumGrid(Division division, double durationS, List<DrumPiece> pieces) {
  public static final int STEPS_PER_QUARTER = 4;
  public static final int STEPS_PER_BAR = 16;

  /** Keeps its own unmodifiable copy of the pieces. */
  public DrumGrid {
    pieces = List.copyOf(pieces);
  }

  /**
   * The drums of a file.
   *
   * @param bytes the whole file
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if the file cannot be
   *     used
   */
  public static DrumGrid read(byte[] bytes) throws MalformedInputException {
    return of(MidiReader.events(bytes));
  }

  /** The drums of a file that was read. Tracks of format 2 count as parallel. */
  public static DrumGrid of(MidiEvents events) {
    if (events.division().isSmpte()) {
      return new DrumGrid(events.division(), 0, List.of());
    }
    DrumHits hits = DrumHits.of(events);
    if (hits.endTick() < 0) {
      return new DrumGrid(events.division(), 0, List.of());
    }
    TrackZeroTime time = TrackZeroTime.of(events);
    double durationS = time.secondsAt(hits.endTick());
    return new DrumGrid(events.division(), durationS, pieces(hits, time, durationS));
  }

  /** Drum notes that have a {@link DrumClass}, in all pieces. */
  public int hits() {
    return pieces.stream().mapToInt(DrumPiece::hits).sum();
  }

  /** Drum notes of pitches that no {@link DrumClass} has, in all pieces. */
  public int droppedHits() {
    return pieces.stream().mapToInt(DrumPiece::droppedHits).sum();
  }

  /**
   * All slices: windows of each stretch, one from every bar on, without those that the piece had
   * before.
   *
   * @param bars in a slice, 1 to 100; models are made for 2 and 4
   */
  public DrumSlices slices(int bars) {
    int length = bars * STEPS_PER_BAR;
    if (bars < 1 || length > DrumStretch.MAX_STEPS) {
      throw new IllegalArgumentException("bars must be 1 to 100, but is " + bars);
    }
    return DrumSlices.of(this, length);
  }

  private static List<DrumPiece> pieces(DrumHits hits, TrackZeroTime time, double durationS) {
    List<DrumPiece> pieces = new ArrayList<>();
    PieceCutter cutter = new PieceCutter(hits, time);
    State state = State.INITIAL;
    double startS = 0;
    for (Change change : time.changes()) {
      if (change.timeS() >= durationS) {
        break;
      }
      State changed = change.effect().apply(state);
      if (!changed.equals(state) && change.timeS() > startS) {
        pieces.add(cutter.next(startS, change.timeS(), state));
        startS = change.timeS();
      }
      state = changed;
    }
    pieces.add(cutter.next(startS, durationS, state));
    return pieces;
  }

  /** Deals the hits out to the pieces, which come in their order. */
  private static final class PieceCutter {
    private final DrumHits hits;
    private final TrackZeroTime time;
    private int next;

    PieceCutter(DrumHits hits, TrackZeroTime time) {
      this.hits = hits;
      this.time = time;
    }

    DrumPiece next(double startS, double endS, State state) {
      double stepsPerSecond = STEPS_PER_QUARTER * state.qpm() / 60.0;
      DrumStretch.Builder stretches = new DrumStretch.Builder();
      int known = 0;
      int dropped = 0;
      for (; next < hits.size(); next++) {
        double onsetS = time.secondsAt(hits.tick(next));
        if (onsetS >= endS) {
          break;
        }
        DrumClass drum = DrumClass.ofPitch(hits.pitch(next)).orElse(null);
        if (drum == null) {
          dropped++;
        } else {
          known++;
          if (state.hasCommonBars()) {
            stretches.hit((long) ((onsetS - startS) * stepsPerSecond + 0.5), drum);
          }
        }
      }
      return new DrumPiece(
          startS,
          endS,
          state.qpm(),
          state.numerator(),
          state.denominator(),
          known,
          dropped,
          stretches.build());
    }
  }
}
