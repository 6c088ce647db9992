package io.partita.grid;

import io.partita.MalformedInputException;
import io.partita.grid.TrackZeroTime.Change;
import io.partita.grid.TrackZeroTime.State;
import io.partita.midi.MidiEvents;
import io.partita.score.Division;
import io.partita.scorefile.ScoreFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The notes of a MIDI file on a grid of sixteenths, as the published MusicVAE data pipeline sees
 * them (Roberts et al. 2018, A Hierarchical Latent Vector Model for Learning Long-Term Structure in
 * Music).
 *
 * <p>A file is cut into pieces where its tempo or metre really changes, by what track 0 says; a
 * note belongs to the piece of its onset and ends with it at the latest, and its ends go to the
 * nearest steps, four a quarter. Only pieces whose bars have {@link #STEPS_PER_BAR} steps are of
 * use to a model.
 *
 * @param division of the file
 * @param durationS end of the last note of any channel, seconds; 0 without notes
 * @param instruments in the order in which each first ended a note, track after track
 * @param pieces in order; none without notes, or where the division is no part of a quarter
 */
public record StepGrid(
    Division division, double durationS, List<Instrument> instruments, List<StepPiece> pieces) {
  public static final int STEPS_PER_QUARTER = 4;
  public static final int STEPS_PER_BAR = 16;

  /** What is longer is cut there in drums and in melodies: a hundred bars. */
  public static final int MAX_STEPS = 1600;

  /** Keeps its own unmodifiable copies. */
  public StepGrid {
    instruments = List.copyOf(instruments);
    pieces = List.copyOf(pieces);
  }

  /**
   * The notes of a file.
   *
   * @param bytes the whole file
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if the file cannot be
   *     used
   */
  public static StepGrid read(byte[] bytes) throws MalformedInputException {
    return of(ScoreFile.events(bytes));
  }

  /** The notes of a file that was read. Tracks of format 2 count as parallel. */
  public static StepGrid of(MidiEvents events) {
    return of(events, GridSource.DECLARED);
  }

  /**
   * The notes of a file that was read, on the grid of a source. By its notes a file is one piece
   * from a bar line at or before its start on, whose tempo is the mean.
   */
  public static StepGrid of(MidiEvents events, GridSource source) {
    if (events.division().isSmpte()) {
      return new StepGrid(events.division(), 0, List.of(), List.of());
    }
    ClosedNotes notes = ClosedNotes.of(events);
    if (notes.size() == 0) {
      return new StepGrid(events.division(), 0, List.of(), List.of());
    }
    TrackZeroTime time = TrackZeroTime.of(events);
    double durationS = time.secondsAt(notes.endTick());
    return new StepGrid(
        events.division(),
        durationS,
        notes.instruments(),
        switch (source) {
          case DECLARED -> pieces(notes, new DrumStrokes.Cutter(events, time), time, durationS);
          case NOTES -> List.of(heard(notes, events, time, durationS));
        });
  }

  private static StepPiece heard(
      ClosedNotes notes, MidiEvents events, TrackZeroTime time, double durationS) {
    int ticksPerQuarter = events.division().ticksPerQuarter();
    NoteGrid grid = NoteGrid.of(notes.heard(), ticksPerQuarter).orElseThrow();
    StepNotes own = new StepNotes(notes.size());
    for (int note = 0; note < notes.size(); note++) {
      long start = grid.step(notes.onsetTick(note));
      long end = Math.max(grid.step(notes.endTick(note)), start + 1);
      own.set(note, start, end, notes.pitch(note), notes.instrument(note));
    }
    return new StepPiece(
        0,
        durationS,
        60 * notes.endTick() / (ticksPerQuarter * durationS),
        grid.numerator(),
        grid.denominator(),
        own,
        new DrumStrokes.Cutter(events, time).next(grid.startTick(), Double.POSITIVE_INFINITY));
  }

  private static List<StepPiece> pieces(
      ClosedNotes notes, DrumStrokes.Cutter strokes, TrackZeroTime time, double durationS) {
    List<StepPiece> pieces = new ArrayList<>();
    PieceCutter cutter = new PieceCutter(notes, strokes, time);
    State state = State.INITIAL;
    double startS = 0;
    long startTick = 0;
    for (Change change : time.changes()) {
      if (change.timeS() >= durationS) {
        break;
      }
      State changed = change.effect().apply(state);
      if (!changed.equals(state) && change.timeS() > startS) {
        pieces.add(cutter.next(startS, startTick, change.timeS(), state, false));
        startS = change.timeS();
        startTick = change.tick();
      }
      state = changed;
    }
    pieces.add(cutter.next(startS, startTick, durationS, state, true));
    return pieces;
  }

  /** Deals the notes out to the pieces, which come in their order. */
  private static final class PieceCutter {
    private final ClosedNotes notes;
    private final TrackZeroTime time;
    private final DrumStrokes.Cutter strokes;
    private int next;

    PieceCutter(ClosedNotes notes, DrumStrokes.Cutter strokes, TrackZeroTime time) {
      this.notes = notes;
      this.time = time;
      this.strokes = strokes;
    }

    StepPiece next(double startS, long startTick, double endS, State state, boolean isLast) {
      double stepsPerSecond = STEPS_PER_QUARTER * state.qpm() / 60.0;
      int first = next;
      while (next < notes.size() && time.secondsAt(notes.onsetTick(next)) < endS) {
        next++;
      }
      StepNotes own = new StepNotes(next - first);
      for (int note = first; note < next; note++) {
        double onsetS = time.secondsAt(notes.onsetTick(note)) - startS;
        double noteEndS = Math.min(time.secondsAt(notes.endTick(note)), endS) - startS;
        long start = step(onsetS, stepsPerSecond);
        long end = Math.max(step(noteEndS, stepsPerSecond), start + 1);
        own.set(note - first, start, end, notes.pitch(note), notes.instrument(note));
      }
      return new StepPiece(
          startS,
          endS,
          state.qpm(),
          state.numerator(),
          state.denominator(),
          own,
          strokes.next((double) startTick, isLast ? Double.POSITIVE_INFINITY : endS));
    }

    private static long step(double seconds, double stepsPerSecond) {
      return (long) (seconds * stepsPerSecond + 0.5);
    }
  }
}
