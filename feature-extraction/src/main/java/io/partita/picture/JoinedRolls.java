package io.partita.picture;

import io.partita.score.Notes;
import io.partita.score.Score;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of two files that hold the same music: their piano rolls one above the other, each over
 * all of its time, and the stretch that is the same shaded in both and joined. Of a file with
 * nothing but drums the rows are kinds of drums.
 */
public final class JoinedRolls {
  static final int TOP = 76;
  static final int HEIGHT = 250;
  static final int GAP = 84;
  static final Color WITHIN = PianoRollPicture.GENERATED;
  static final Color OUTSIDE = new Color(0xB4B4B4);
  static final Color SHADE = PianoRollPicture.SHADE;

  private static final int LEFT = 110;
  private static final int WIDTH = 1066;
  private static final int BOTTOM = 52;
  private static final Color EDGE = PianoRollPicture.PROMPT;

  /** Ends of a stretch are known to a tenth of a second. */
  private static final double GRACE_S = .06;

  private final Roll upper;
  private final Roll lower;

  private JoinedRolls(Roll upper, Roll lower) {
    this.upper = upper;
    this.lower = lower;
  }

  /**
   * One of the two files.
   *
   * @param name above its roll
   * @param notes in the order in which they are drawn
   * @param areDrums whether they are drums
   * @param fromS where the stretch begins, seconds
   * @param toS where its last note begins
   */
  public record Side(
      String name, List<RollNote> notes, boolean areDrums, double fromS, double toS) {
    /** The notes of a score that are no drums, or its drums where it has nothing else. */
    public static Side of(String name, Score score, double fromS, double toS) {
      List<RollNote> pitched = notes(score.notes(), false);
      return pitched.isEmpty()
          ? new Side(name, notes(score.notes(), true), true, fromS, toS)
          : new Side(name, pitched, false, fromS, toS);
    }

    private static List<RollNote> notes(Notes notes, boolean drums) {
      List<RollNote> roll = new ArrayList<>();
      for (int i = 0; i < notes.size(); i++) {
        if (notes.isDrum(i) == drums) {
          double onsetS = notes.onsetS(i);
          roll.add(new RollNote(onsetS, onsetS + notes.durationS(i), notes.pitch(i), false));
        }
      }
      return roll;
    }

    private boolean holds(RollNote note) {
      return note.startS() >= fromS - GRACE_S && note.startS() <= toS + GRACE_S;
    }
  }

  /** A side on its plot. */
  private record Roll(Side side, Rectangle plot, RollRows rows) {
    static Roll at(int y, Side side) {
      Rectangle plot = new Rectangle(LEFT, y, WIDTH, HEIGHT);
      return new Roll(
          side,
          plot,
          side.areDrums()
              ? RollRows.ofDrums(plot, side.notes())
              : RollRows.ofPitches(plot, side.notes()));
    }

    int fromX() {
      return rows.x(Math.max(0, side.fromS()));
    }

    /** At least a few pixels after the beginning, and within the plot. */
    int toX() {
      int end = rows.x(Math.min(side.toS(), rows.endS()));
      return Math.min(plot.x + plot.width - 1, Math.max(fromX() + 3, end));
    }
  }

  /**
   * Two rolls as a PNG file of 1200 × 712 pixels; the same bytes for the same rolls on one machine.
   *
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, Side upper, Side lower) {
    return new JoinedRolls(Roll.at(TOP, upper), Roll.at(TOP + HEIGHT + GAP, lower)).draw(title);
  }

  private byte[] draw(String title) {
    Rectangle last = lower.plot();
    Axes axes = new Axes(title, last.y + last.height + BOTTOM);
    join(axes.graphics());
    for (Roll roll : List.of(upper, lower)) {
      roll.rows().axis(axes);
      for (RollNote note : roll.side().notes()) {
        roll.rows().draw(axes.graphics(), note, roll.side().holds(note) ? WITHIN : OUTSIDE);
      }
      axes.frame(roll.plot());
      axes.timeAxis(roll.plot(), roll.rows().endS());
      axes.above(roll.plot(), roll.side().name());
    }
    return axes.png();
  }

  /** From the top of the stretch in the one roll to its bottom in the other. */
  private void join(Graphics2D graphics) {
    Polygon stretch = new Polygon();
    int[] ys = {
      upper.plot().y,
      upper.plot().y + HEIGHT - 1,
      lower.plot().y,
      lower.plot().y + lower.plot().height - 1
    };
    for (int i = 0; i < ys.length; i++) {
      stretch.addPoint((i < 2 ? upper : lower).fromX(), ys[i]);
    }
    for (int i = ys.length - 1; i >= 0; i--) {
      stretch.addPoint((i < 2 ? upper : lower).toX(), ys[i]);
    }
    graphics.setColor(SHADE);
    graphics.fillPolygon(stretch);
    graphics.setColor(EDGE);
    graphics.setStroke(new BasicStroke(1.5f));
    graphics.drawPolygon(stretch);
    graphics.setStroke(new BasicStroke());
  }
}
