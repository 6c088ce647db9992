package io.partita.picture;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumPerformance;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A picture of drum rolls one under another: time to the right in sixteenths, with lines at beats
 * and bars; from the bass drum upwards a row for each {@link DrumClass}, in a color of its own. The
 * rows of one or two rolls are named; those of more rolls are lower, and a legend names them.
 */
public final class DrumRollPicture {
  static final Map<DrumClass, Color> COLORS =
      Map.of(
          DrumClass.KICK, new Color(0x33508F),
          DrumClass.SNARE, new Color(0xB3402E),
          DrumClass.CLOSED_HI_HAT, new Color(0x8A6D1D),
          DrumClass.OPEN_HI_HAT, new Color(0xD9A441),
          DrumClass.LOW_TOM, new Color(0x1F6B4F),
          DrumClass.MID_TOM, new Color(0x4C9A6F),
          DrumClass.HIGH_TOM, new Color(0x86BF9B),
          DrumClass.CRASH, new Color(0x7A4B94),
          DrumClass.RIDE, new Color(0xB287C4));
  static final Color BEAT = new Color(0xE6E6E6);
  static final Color BAR = new Color(0x909090);

  static final int LEFT = 132;
  static final int WIDTH = 928;
  static final int TOP = 58;
  static final int GAP = 18;

  private static final int BOTTOM = 52;
  private static final int LEGEND_HEIGHT = 24;
  private static final int[] NAMED_ROW_HEIGHTS = {36, 19};
  private static final int LOW_ROW_HEIGHT = 8;
  private static final int REMARK_GAP = 10;
  private static final double LOUDEST = 127;

  /** A roll of hits; with velocities and micro-timing where they are played. */
  private record Roll(SliceRoll slice, DrumPerformance played) {
    int length() {
      return slice.steps().length;
    }
  }

  private final List<Roll> rolls;
  private final boolean named;
  private final int rowHeight;
  private final int top;
  private final int steps;

  private DrumRollPicture(List<Roll> rolls) {
    this.rolls = rolls;
    named = rolls.size() <= NAMED_ROW_HEIGHTS.length;
    rowHeight = named ? NAMED_ROW_HEIGHTS[rolls.size() - 1] : LOW_ROW_HEIGHT;
    top = named ? TOP : TOP + LEGEND_HEIGHT;
    steps = rolls.stream().mapToInt(Roll::length).max().orElseThrow();
  }

  /**
   * Rolls as a PNG file, 1200 pixels wide and as high as they need; the same bytes for the same
   * rolls on one machine.
   *
   * @param rolls at least one; a shorter one leaves its end blank
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, List<SliceRoll> rolls) {
    if (rolls.isEmpty()) {
      throw new IllegalArgumentException("A picture needs a roll at least.");
    }
    return new DrumRollPicture(rolls.stream().map(roll -> new Roll(roll, null)).toList())
        .draw(title);
  }

  /**
   * The same of performances, by their labels. A hit is a dot that is larger the louder it is, in
   * the middle of its sixteenth where it is on the grid, to the left where it is early.
   */
  public static byte[] ofPerformances(String title, Map<String, DrumPerformance> performances) {
    List<Roll> rolls = new ArrayList<>();
    performances.forEach(
        (label, played) -> rolls.add(new Roll(new SliceRoll(label, "", played.masks()), played)));
    return new DrumRollPicture(rolls).draw(title);
  }

  private byte[] draw(String title) {
    Rectangle last = plot(rolls.size() - 1);
    Axes axes = new Axes(title, last.y + last.height + BOTTOM);
    if (!named) {
      legend(axes.graphics());
    }
    for (int i = 0; i < rolls.size(); i++) {
      Rectangle plot = plot(i);
      lines(axes.graphics(), plot);
      if (rolls.get(i).played() == null) {
        hits(axes.graphics(), plot, rolls.get(i).slice().steps());
      } else {
        dots(axes.graphics(), plot, rolls.get(i).played());
      }
      axes.frame(plot);
      describe(axes, plot, rolls.get(i).slice());
    }
    stepAxis(axes, last);
    return axes.png();
  }

  private Rectangle plot(int roll) {
    int height = DrumClass.COUNT * rowHeight;
    return new Rectangle(LEFT, top + roll * (height + GAP), WIDTH, height);
  }

  private static void legend(Graphics2D graphics) {
    int x = LEFT;
    for (DrumClass drum : DrumClass.values()) {
      graphics.setColor(COLORS.get(drum));
      graphics.fillRect(x, TOP - 11, 11, 11);
      graphics.setColor(Axes.INK);
      graphics.drawString(drum.title(), x + 16, TOP);
      x += 16 + graphics.getFontMetrics().stringWidth(drum.title()) + 18;
    }
  }

  private void lines(Graphics2D graphics, Rectangle plot) {
    for (int step = DrumGrid.STEPS_PER_QUARTER; step < steps; step += DrumGrid.STEPS_PER_QUARTER) {
      graphics.setColor(step % DrumGrid.STEPS_PER_BAR == 0 ? BAR : BEAT);
      graphics.drawLine(x(step), plot.y, x(step), plot.y + plot.height - 1);
    }
    graphics.setColor(BEAT);
    for (int row = 1; named && row < DrumClass.COUNT; row++) {
      int y = plot.y + row * rowHeight;
      graphics.drawLine(plot.x, y, plot.x + plot.width - 1, y);
    }
  }

  private void hits(Graphics2D graphics, Rectangle plot, int[] masks) {
    for (int step = 0; step < masks.length; step++) {
      for (DrumClass drum : DrumClass.values()) {
        if (drum.isIn(masks[step])) {
          graphics.setColor(COLORS.get(drum));
          int width = Math.max(1, x(step + 1) - x(step) - 2);
          graphics.fillRect(x(step) + 1, rowTop(plot, drum) + 1, width, rowHeight - 1);
        }
      }
    }
  }

  private void dots(Graphics2D graphics, Rectangle plot, DrumPerformance played) {
    double stepWidth = (double) WIDTH / steps;
    for (int step = 0; step < played.steps(); step++) {
      for (DrumClass drum : DrumClass.values()) {
        int velocity = played.velocity(step, drum.number());
        if (velocity > 0) {
          double size = rowHeight * Math.sqrt(velocity / LOUDEST);
          double x = LEFT + (step + 0.5 - played.offset(step, drum.number())) * stepWidth;
          double y = rowTop(plot, drum) + rowHeight / 2.0;
          graphics.setColor(COLORS.get(drum));
          graphics.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
        }
      }
    }
  }

  private void describe(Axes axes, Rectangle plot, SliceRoll roll) {
    int middle = plot.y + plot.height / 2;
    if (named) {
      for (DrumClass drum : DrumClass.values()) {
        axes.tickLeft(plot, rowTop(plot, drum) + rowHeight / 2, drum.title());
      }
      axes.upwards(roll.label(), 12, middle);
    } else {
      axes.tickLeft(plot, middle, roll.label());
    }
    axes.graphics().setColor(Axes.INK);
    axes.graphics().drawString(roll.remark(), plot.x + plot.width + REMARK_GAP, middle + 5);
  }

  /** Bars and their beats, as 2.3. */
  private void stepAxis(Axes axes, Rectangle plot) {
    for (int step = 0; step < steps; step += DrumGrid.STEPS_PER_QUARTER) {
      int bar = step / DrumGrid.STEPS_PER_BAR + 1;
      int beat = step % DrumGrid.STEPS_PER_BAR / DrumGrid.STEPS_PER_QUARTER + 1;
      axes.tickBelow(plot, x(step), beat == 1 ? String.valueOf(bar) : bar + "." + beat);
    }
    axes.nameBelow(plot, "Bar and beat");
  }

  private int x(int step) {
    return LEFT + step * WIDTH / steps;
  }

  private int rowTop(Rectangle plot, DrumClass drum) {
    int number = Integer.numberOfTrailingZeros(drum.bit());
    return plot.y + (DrumClass.COUNT - 1 - number) * rowHeight;
  }
}
