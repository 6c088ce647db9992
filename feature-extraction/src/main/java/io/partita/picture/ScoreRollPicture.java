package io.partita.picture;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.score.Note;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;

/**
 * A picture of pieces of music one under another, in one time and between the same pitches: time to
 * the right, pitch upwards, each track of them in a color of its own; below them drums, if there
 * are any, the bass drum lowest. Lines are at bars of 4/4.
 */
public final class ScoreRollPicture {
  private static final List<Color> TRACKS =
      List.of(new Color(0x33508F), new Color(0xB3402E), new Color(0x1F6B4F));
  private static final Color DRUMS = new Color(0x8A6D1D);

  private static final int LEFT = 132;
  private static final int WIDTH = 900;
  private static final int TOP = 58;
  private static final int GAP = 18;
  private static final int BOTTOM = 52;
  private static final int LABEL_GAP = 10;
  private static final int PITCHES_HEIGHT = 96;
  private static final int DRUM_HEIGHT = 4;
  private static final int QUARTERS_IN_A_BAR = 4;

  private final List<ScoreRoll> rolls;
  private final boolean hasDrums;
  private final int lowest;
  private final int pitches;
  private final long ticks;
  private final int barTicks;

  private ScoreRollPicture(List<ScoreRoll> rolls) {
    this.rolls = rolls;
    List<Note> notes = rolls.stream().flatMap(roll -> roll.score().notes().stream()).toList();
    hasDrums = notes.stream().anyMatch(Note::isDrum);
    lowest = notes.stream().filter(n -> !n.isDrum()).mapToInt(Note::pitch).min().orElse(60) - 1;
    int highest = notes.stream().filter(n -> !n.isDrum()).mapToInt(Note::pitch).max().orElse(60);
    pitches = Math.max(highest + 1 - lowest, 12) + 1;
    barTicks = QUARTERS_IN_A_BAR * rolls.get(0).score().division().ticksPerQuarter();
    long end = notes.stream().mapToLong(Note::offsetTick).max().orElse(1);
    ticks = (end + barTicks - 1) / barTicks * barTicks;
  }

  /**
   * Music as a PNG file, 1200 pixels wide and as high as it needs; the same bytes for the same
   * music on one machine.
   *
   * @param rolls at least one, all of the same ticks a quarter
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, List<ScoreRoll> rolls) {
    if (rolls.isEmpty()) {
      throw new IllegalArgumentException("A picture needs a roll at least.");
    }
    return new ScoreRollPicture(List.copyOf(rolls)).draw(title);
  }

  private byte[] draw(String title) {
    Rectangle last = plot(rolls.size() - 1);
    Axes axes = new Axes(title, last.y + last.height + BOTTOM);
    for (int i = 0; i < rolls.size(); i++) {
      Rectangle plot = plot(i);
      lines(axes, plot);
      rolls.get(i).score().notes().forEach(note -> draw(axes, plot, note));
      axes.frame(plot);
      axes.tickLeft(plot, plot.y + plot.height / 2, rolls.get(i).label());
      axes.graphics().setColor(Axes.INK);
      int right = plot.x + plot.width + LABEL_GAP;
      axes.graphics().drawString(rolls.get(i).remark(), right, plot.y + plot.height / 2 + 5);
    }
    for (long bar = 0; bar * barTicks < ticks; bar++) {
      axes.tickBelow(last, x(bar * barTicks), String.valueOf(bar + 1));
    }
    axes.nameBelow(last, "Bar");
    return axes.png();
  }

  private Rectangle plot(int roll) {
    int height = PITCHES_HEIGHT + (hasDrums ? DrumClass.COUNT * DRUM_HEIGHT : 0);
    return new Rectangle(LEFT, TOP + roll * (height + GAP), WIDTH, height);
  }

  private void lines(Axes axes, Rectangle plot) {
    axes.graphics().setColor(DrumRollPicture.BEAT);
    for (long tick = barTicks; tick < ticks; tick += barTicks) {
      axes.graphics().drawLine(x(tick), plot.y, x(tick), plot.y + plot.height - 1);
    }
    if (hasDrums) {
      axes.gridLine(plot, plot.y + PITCHES_HEIGHT);
    }
  }

  private void draw(Axes axes, Rectangle plot, Note note) {
    int x = x(note.onsetTick());
    int width = Math.max(2, x(note.offsetTick()) - x - 1);
    if (note.isDrum()) {
      DrumClass drum = DrumMap.GM.classOf(note.pitch()).orElseThrow();
      int below = (DrumClass.COUNT - 1 - Integer.numberOfTrailingZeros(drum.bit())) * DRUM_HEIGHT;
      axes.graphics().setColor(DRUMS);
      axes.graphics().fillRect(x, plot.y + PITCHES_HEIGHT + below, width, DRUM_HEIGHT - 1);
      return;
    }
    int top = plot.y + (lowest + pitches - 1 - note.pitch()) * PITCHES_HEIGHT / pitches;
    axes.graphics().setColor(TRACKS.get(note.track() % TRACKS.size()));
    axes.graphics().fillRect(x, top, width, Math.max(2, PITCHES_HEIGHT / pitches));
  }

  private int x(long tick) {
    return LEFT + (int) (tick * WIDTH / ticks);
  }
}
