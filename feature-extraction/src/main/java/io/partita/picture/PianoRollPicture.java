package io.partita.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;
import java.util.Set;

/**
 * A picture of notes: time to the right, pitch upwards. What a model was given to go on from is
 * shaded and named, and its notes have a color of their own.
 */
public final class PianoRollPicture {
  static final Rectangle PLOT = new Rectangle(88, 58, 1088, 390);
  static final Color PROMPT = new Color(0x8A6D1D);
  static final Color GENERATED = new Color(0x33508F);
  static final Color SHADE = new Color(0xFBF3DC);

  private static final String[] NAMES = {
    "C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"
  };
  private static final Set<Integer> TRIAD = Set.of(0, 4, 7);
  private static final int OCTAVE = 12;
  private static final int LABEL_HEIGHT = 15;

  private final List<RollNote> notes;
  private final double endS;
  private final int lowest;
  private final int rows;

  private PianoRollPicture(List<RollNote> notes) {
    this.notes = notes;
    endS = notes.stream().mapToDouble(RollNote::endS).filter(s -> s > 0).max().orElse(1);
    int low = notes.stream().mapToInt(RollNote::pitch).min().orElse(60) - 1;
    int high = notes.stream().mapToInt(RollNote::pitch).max().orElse(60) + 1;
    // At least an octave and its upper end, so that there is a C to go by.
    rows = Math.max(high - low, OCTAVE) + 1;
    lowest = low - (rows - (high - low + 1)) / 2;
  }

  /**
   * Notes as a PNG file of 1200 × 500 pixels; the same bytes for the same notes on one machine.
   *
   * @param notes in any order; the later ones are drawn over the earlier ones
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, List<RollNote> notes) {
    return new PianoRollPicture(List.copyOf(notes)).draw(title);
  }

  private byte[] draw(String title) {
    Axes axes = new Axes(title);
    shadePrompt(axes.graphics());
    pitchAxis(axes);
    Graphics2D graphics = axes.graphics();
    for (RollNote note : notes) {
      graphics.setColor(note.isPrompt() ? PROMPT : GENERATED);
      int x = x(note.startS());
      int top = yTop(note.pitch());
      // A pixel of ground between a note and the next one, where there is room for it.
      int width = Math.max(2, x(note.endS()) - x - 1);
      int height = Math.max(2, yTop(note.pitch() - 1) - top - 1);
      graphics.fillRect(x, top, Math.min(width, PLOT.x + PLOT.width - x), height);
    }
    axes.frame(PLOT);
    axes.timeAxis(PLOT, endS);
    axes.upwards("Pitch", 16, PLOT.y + PLOT.height / 2);
    return axes.png();
  }

  private void shadePrompt(Graphics2D graphics) {
    double promptEndS =
        notes.stream().filter(RollNote::isPrompt).mapToDouble(RollNote::endS).max().orElse(0);
    if (promptEndS > 0) {
      int end = x(promptEndS);
      graphics.setColor(SHADE);
      graphics.fillRect(PLOT.x, PLOT.y, end - PLOT.x, PLOT.height);
      graphics.setColor(PROMPT);
      graphics.drawLine(end, PLOT.y - LABEL_HEIGHT, end, PLOT.y + PLOT.height - 1);
      String label = "prompt";
      int width = graphics.getFontMetrics().stringWidth(label);
      graphics.drawString(label, Math.max(PLOT.x, end - width - 5), PLOT.y - 4);
      if (promptEndS < endS) {
        graphics.setColor(GENERATED);
        graphics.drawString("generated", Math.max(PLOT.x + width, end) + 5, PLOT.y - 4);
      }
    }
  }

  private void pitchAxis(Axes axes) {
    for (int pitch = lowest; pitch < lowest + rows; pitch++) {
      int inOctave = Math.floorMod(pitch, OCTAVE);
      if (inOctave == 0) {
        axes.gridLine(PLOT, yMiddle(pitch));
      }
      double rowHeight = (double) PLOT.height / rows;
      boolean labelled =
          rowHeight >= LABEL_HEIGHT
              || inOctave == 0
              || (TRIAD.contains(inOctave) && 3 * rowHeight >= LABEL_HEIGHT);
      if (labelled && pitch >= 0 && pitch < 128) {
        axes.tickLeft(PLOT, yMiddle(pitch), NAMES[inOctave] + (pitch / OCTAVE - 1));
      }
    }
  }

  private int x(double seconds) {
    return PLOT.x + (int) Math.round(seconds / endS * (PLOT.width - 1));
  }

  private int yTop(int pitch) {
    return PLOT.y + (int) Math.round((lowest + rows - 1 - pitch) * (double) PLOT.height / rows);
  }

  private int yMiddle(int pitch) {
    return (yTop(pitch) + yTop(pitch - 1)) / 2;
  }
}
