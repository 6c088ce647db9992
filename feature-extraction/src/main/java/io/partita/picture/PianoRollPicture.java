package io.partita.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;

/**
 * A picture of notes: time to the right, pitch upwards. What a model was given to go on from is
 * shaded and named, and its notes have a color of their own.
 */
public final class PianoRollPicture {
  static final Rectangle PLOT = new Rectangle(88, 58, 1088, 390);
  static final Color PROMPT = new Color(0x8A6D1D);
  static final Color GENERATED = new Color(0x33508F);
  static final Color SHADE = new Color(0xFBF3DC);

  private static final int LABEL_HEIGHT = 15;

  private final List<RollNote> notes;
  private final RollRows rows;

  private PianoRollPicture(List<RollNote> notes) {
    this.notes = notes;
    rows = RollRows.ofPitches(PLOT, notes);
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
    rows.axis(axes);
    for (RollNote note : notes) {
      rows.draw(axes.graphics(), note, note.isPrompt() ? PROMPT : GENERATED);
    }
    axes.frame(PLOT);
    axes.timeAxis(PLOT, rows.endS());
    axes.upwards("Pitch", 16, PLOT.y + PLOT.height / 2);
    return axes.png();
  }

  private void shadePrompt(Graphics2D graphics) {
    double promptEndS =
        notes.stream().filter(RollNote::isPrompt).mapToDouble(RollNote::endS).max().orElse(0);
    if (promptEndS > 0) {
      int end = rows.x(promptEndS);
      graphics.setColor(SHADE);
      graphics.fillRect(PLOT.x, PLOT.y, end - PLOT.x, PLOT.height);
      graphics.setColor(PROMPT);
      graphics.drawLine(end, PLOT.y - LABEL_HEIGHT, end, PLOT.y + PLOT.height - 1);
      String label = "prompt";
      int width = graphics.getFontMetrics().stringWidth(label);
      graphics.drawString(label, Math.max(PLOT.x, end - width - 5), PLOT.y - 4);
      if (promptEndS < rows.endS()) {
        graphics.setColor(GENERATED);
        graphics.drawString("generated", Math.max(PLOT.x + width, end) + 5, PLOT.y - 4);
      }
    }
  }
}
