package io.partita.drum;

import io.partita.MalformedInputException;
import io.partita.grid.Instrument;
import io.partita.grid.StepGrid;
import io.partita.grid.StepNotes;
import io.partita.grid.StepPiece;
import io.partita.midi.MidiEvents;
import io.partita.score.Division;
import io.partita.scorefile.ScoreFile;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The drums of a MIDI file on a grid of sixteenths, as {@link StepGrid} has its notes. Only pieces
 * whose bars have {@link #STEPS_PER_BAR} steps are rolled out.
 *
 * @param division of the file
 * @param durationS end of the last note of any channel, seconds; 0 without notes
 * @param pieces in order; none without notes, or where the division is no part of a quarter
 */
public record DrumGrid(Division division, double durationS, List<DrumPiece> pieces) {
  public static final int STEPS_PER_QUARTER = StepGrid.STEPS_PER_QUARTER;
  public static final int STEPS_PER_BAR = StepGrid.STEPS_PER_BAR;

  /** Keeps its own unmodifiable copy of the pieces. */
  public DrumGrid {
    pieces = List.copyOf(pieces);
  }

  /**
   * The drums of a file, by the map of General MIDI.
   *
   * @param bytes the whole file
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if the file cannot be
   *     used
   */
  public static DrumGrid read(byte[] bytes) throws MalformedInputException {
    return read(bytes, DrumMap.GM);
  }

  /**
   * The drums of a file.
   *
   * @param bytes the whole file
   * @param map that says which pitch is which drum
   * @throws MalformedInputException with a {@link io.partita.midi.MidiFault} if the file cannot be
   *     used
   */
  public static DrumGrid read(byte[] bytes, DrumMap map) throws MalformedInputException {
    return of(ScoreFile.events(bytes), map);
  }

  /**
   * The drums of a file that was read, by the map of General MIDI. Tracks of format 2 count as
   * parallel.
   */
  public static DrumGrid of(MidiEvents events) {
    return of(events, DrumMap.GM);
  }

  /** The drums of a file that was read. Tracks of format 2 count as parallel. */
  public static DrumGrid of(MidiEvents events, DrumMap map) {
    return of(StepGrid.of(events), map);
  }

  /** The drums among the notes of a grid. */
  public static DrumGrid of(StepGrid grid, DrumMap map) {
    List<DrumPiece> pieces =
        grid.pieces().stream().map(piece -> drums(grid.instruments(), piece, map)).toList();
    return new DrumGrid(grid.division(), grid.durationS(), pieces);
  }

  /** Drum notes that have a {@link DrumClass}, in all pieces. */
  public int hits() {
    return pieces.stream().mapToInt(DrumPiece::hits).sum();
  }

  /** Drum notes of pitches that no {@link DrumClass} has, in all pieces. */
  public int droppedHits() {
    return pieces.stream().mapToInt(DrumPiece::droppedHits).sum();
  }

  /** Drum notes of {@linkplain DrumMap#isRolandsOwn Roland's own pitches}, in all pieces. */
  public int rolandHits() {
    return pieces.stream().mapToInt(DrumPiece::rolandHits).sum();
  }

  /** Drum notes to which {@linkplain DrumMap#isAmbiguous the maps} give different classes. */
  public int ambiguousHits() {
    return pieces.stream().mapToInt(DrumPiece::ambiguousHits).sum();
  }

  /**
   * All slices: windows of each stretch, one from every bar on, without those that the piece had
   * before.
   *
   * @param bars in a slice, 1 to 100; models are made for 2 and 4
   */
  public DrumSlices slices(int bars) {
    return DrumSlices.of(this, steps(bars), UnaryOperator.identity());
  }

  /**
   * The slices, and those of stretches that lack one bar, which a silent bar completes where their
   * last bar is at least half filled: fills of one bar, which make no slice of two by themselves.
   *
   * @param bars in a slice, 1 to 100; models are made for 2 and 4
   */
  public DrumSlices paddedSlices(int bars) {
    int length = steps(bars);
    return DrumSlices.of(this, length, stretch -> stretch.padded(length));
  }

  /**
   * All slices as they were played: windows of each piece, one from every bar on, that have a hit.
   *
   * @param bars in a slice, 1 to 100; models are made for 2 and 4
   * @param uniqueHits whether slices whose hits the piece had before are left out, however played
   */
  public PerformanceSlices performances(int bars, boolean uniqueHits) {
    return PerformanceSlices.of(this, steps(bars), uniqueHits);
  }

  private static int steps(int bars) {
    int length = bars * STEPS_PER_BAR;
    if (bars < 1 || length > DrumStretch.MAX_STEPS) {
      throw new IllegalArgumentException("bars must be 1 to 100, but is " + bars);
    }
    return length;
  }

  private static DrumPiece drums(List<Instrument> instruments, StepPiece piece, DrumMap map) {
    StepNotes notes = piece.notes();
    DrumStretch.Builder stretches = new DrumStretch.Builder();
    int known = 0;
    int dropped = 0;
    int rolands = 0;
    int ambiguous = 0;
    for (int note = 0; note < notes.size(); note++) {
      if (!instruments.get(notes.instrument(note)).isDrums()) {
        continue;
      }
      int pitch = notes.pitch(note);
      rolands += DrumMap.isRolandsOwn(pitch) ? 1 : 0;
      ambiguous += DrumMap.isAmbiguous(pitch) ? 1 : 0;
      DrumClass drum = map.classOf(pitch).orElse(null);
      if (drum == null) {
        dropped++;
      } else {
        known++;
        if (piece.hasCommonBars()) {
          stretches.hit(notes.startStep(note), drum);
        }
      }
    }
    return new DrumPiece(
        piece.startS(),
        piece.endS(),
        piece.qpm(),
        piece.numerator(),
        piece.denominator(),
        known,
        dropped,
        rolands,
        ambiguous,
        stretches.build(),
        piece.hasCommonBars() ? PlayedHits.of(piece.strokes(), map) : PlayedHits.NONE);
  }
}
