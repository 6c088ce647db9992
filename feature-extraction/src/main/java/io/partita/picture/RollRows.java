package io.partita.picture;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;

/**
 * Where the notes of a roll lie on a plot: time to the right, and upwards a row for each pitch, or
 * of drums for each {@link DrumClass}.
 */
final class RollRows {
  private static final String[] NAMES = {
    "C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"
  };
  private static final Set<Integer> TRIAD = Set.of(0, 4, 7);
  private static final int OCTAVE = 12;
  private static final int PITCHES = 128;
  private static final int LABEL_HEIGHT = 15;
  private static final int NOWHERE = -1;

  private final Rectangle plot;
  private final boolean areDrums;
  private final double endS;
  private final int lowest;
  private final int rows;

  private RollRows(Rectangle plot, List<RollNote> notes, boolean areDrums) {
    this.plot = plot;
    this.areDrums = areDrums;
    endS = notes.stream().mapToDouble(RollNote::endS).filter(s -> s > 0).max().orElse(1);
    if (areDrums) {
      lowest = 0;
      rows = DrumClass.COUNT;
      return;
    }
    int low = notes.stream().mapToInt(RollNote::pitch).min().orElse(60) - 1;
    int high = notes.stream().mapToInt(RollNote::pitch).max().orElse(60) + 1;
    // At least an octave and its upper end, so that there is a C to go by.
    rows = Math.max(high - low, OCTAVE) + 1;
    lowest = low - (rows - (high - low + 1)) / 2;
  }

  /** A row for each pitch from the lowest to the highest of notes. */
  static RollRows ofPitches(Rectangle plot, List<RollNote> notes) {
    return new RollRows(plot, notes, false);
  }

  /** A row for each kind of drums, from the bass drum upwards. */
  static RollRows ofDrums(Rectangle plot, List<RollNote> notes) {
    return new RollRows(plot, notes, true);
  }

  /** When the last note ends, seconds; 1 without any. */
  double endS() {
    return endS;
  }

  int x(double seconds) {
    return plot.x + (int) Math.round(seconds / endS * (plot.width - 1));
  }

  /** Draws a note; a drum of no class is nowhere. */
  void draw(Graphics2D graphics, RollNote note, Color color) {
    int row = row(note.pitch());
    if (row == NOWHERE) {
      return;
    }
    graphics.setColor(color);
    int x = x(note.startS());
    int top = top(row);
    // A pixel of ground between a note and the next one, where there is room for it.
    int width = Math.max(2, x(note.endS()) - x - 1);
    int height = Math.max(2, top(row - 1) - top - 1);
    graphics.fillRect(x, top, Math.min(width, plot.x + plot.width - x), height);
  }

  /** What the rows are, left of the plot. */
  void axis(Axes axes) {
    for (int row = lowest; row < lowest + rows; row++) {
      if (areDrums) {
        axes.tickLeft(plot, middle(row), ofRow(row).title());
      } else {
        pitch(axes, row);
      }
    }
  }

  private void pitch(Axes axes, int pitch) {
    int inOctave = Math.floorMod(pitch, OCTAVE);
    if (inOctave == 0) {
      axes.gridLine(plot, middle(pitch));
    }
    double rowHeight = (double) plot.height / rows;
    boolean labelled =
        rowHeight >= LABEL_HEIGHT
            || inOctave == 0
            || (TRIAD.contains(inOctave) && 3 * rowHeight >= LABEL_HEIGHT);
    if (labelled && pitch >= 0 && pitch < PITCHES) {
      axes.tickLeft(plot, middle(pitch), NAMES[inOctave] + (pitch / OCTAVE - 1));
    }
  }

  private int row(int pitch) {
    return areDrums
        ? DrumMap.GM
            .classOf(pitch)
            .map(drum -> Integer.numberOfTrailingZeros(drum.bit()))
            .orElse(NOWHERE)
        : pitch;
  }

  private static DrumClass ofRow(int row) {
    for (DrumClass drum : DrumClass.values()) {
      if (drum.bit() == 1 << row) {
        return drum;
      }
    }
    throw new IllegalArgumentException("There is no row " + row);
  }

  private int top(int row) {
    return plot.y + (int) Math.round((lowest + rows - 1 - row) * (double) plot.height / rows);
  }

  private int middle(int row) {
    return (top(row) + top(row - 1)) / 2;
  }
}
