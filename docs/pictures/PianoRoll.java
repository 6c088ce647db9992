import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * Draws notes of a lake: time to the right, pitch upwards, percussion in a strip of its own below,
 * one color for each family of General MIDI instruments, louder notes more opaque.
 *
 * <pre>
 * ./partita demo
 * ./partita sql --lake demo/lake --format csv -f docs/pictures/piano-roll.sql \
 *     | java docs/pictures/PianoRoll.java docs/pictures/piano-roll.png
 * </pre>
 */
public final class PianoRoll {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 520;
  private static final int LEFT = 52;
  private static final int RIGHT = 16;
  private static final int TOP = 66;
  private static final int BOTTOM = 30;
  private static final int DRUM_HEIGHT = 96;
  private static final int GAP = 14;
  private static final double DRUM_MARK_S = 0.08;

  private static final Color INK = new Color(0x333333);
  private static final Color GRID = new Color(0xE6E6E6);
  private static final String PERCUSSION = "percussion";

  /** General MIDI's families of eight programs each. */
  private static final String[] FAMILIES = {
    "piano", "chromatic percussion", "organ", "guitar", "bass", "strings", "ensemble", "brass",
    "reed", "pipe", "synth lead", "synth pad", "synth effects", "ethnic", "percussive", "effects"
  };

  private static final int[] COLORS = {
    0x4477AA, 0x66CCEE, 0x999933, 0xCC6677, 0x882255, 0x117733, 0x44AA99, 0xDDAA33,
    0xAA4499, 0x332288, 0xEE7733, 0x88CCEE, 0x661100, 0x6699CC, 0xAA3377, 0x777777
  };

  private record Note(
      double onsetS, double durationS, int pitch, int velocity, int program, boolean isDrum) {
    String family() {
      return isDrum ? PERCUSSION : FAMILIES[program / 8];
    }

    Color color() {
      int rgb = isDrum ? 0x555555 : COLORS[program / 8];
      return new Color(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF, 95 + 160 * velocity / 127);
    }
  }

  private final String title;
  private final List<Note> notes;
  private final double endS;
  private final int lowest;
  private final int highest;
  private final int lowestDrum;
  private final int highestDrum;

  private PianoRoll(String title, List<Note> notes) {
    this.title = title;
    this.notes = notes;
    endS = notes.stream().mapToDouble(note -> note.onsetS() + note.durationS()).max().orElse(1);
    lowest = extreme(false, true) - 2;
    highest = extreme(false, false) + 2;
    lowestDrum = extreme(true, true);
    highestDrum = extreme(true, false);
  }

  private int extreme(boolean drums, boolean low) {
    var pitches = notes.stream().filter(note -> note.isDrum() == drums).mapToInt(Note::pitch);
    return (low ? pitches.min() : pitches.max()).orElse(60);
  }

  public static void main(String[] args) throws IOException {
    System.setProperty("java.awt.headless", "true");
    if (args.length != 1) {
      System.err.println("Usage: … | java PianoRoll.java OUT.png");
      System.exit(2);
    }
    List<List<String>> rows = rows();
    List<Note> notes = rows.stream().map(PianoRoll::note).toList();
    String title = rows.isEmpty() ? "no notes" : rows.get(0).get(0) + " – " + rows.get(0).get(1);
    ImageIO.write(new PianoRoll(title, notes).draw(), "png", Path.of(args[0]).toFile());
  }

  /** The CSV on standard input, without its header. */
  private static List<List<String>> rows() throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      return in.lines().skip(1).map(PianoRoll::cells).toList();
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private static Note note(List<String> cells) {
    return new Note(
        Double.parseDouble(cells.get(2)),
        Double.parseDouble(cells.get(3)),
        Integer.parseInt(cells.get(4)),
        Integer.parseInt(cells.get(5)),
        Integer.parseInt(cells.get(6)),
        Boolean.parseBoolean(cells.get(7)));
  }

  private BufferedImage draw() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, WIDTH, HEIGHT);
    grid(g);
    for (Note note : notes) {
      g.setColor(note.color());
      double width = note.isDrum() ? x(DRUM_MARK_S) - x(0) : x(note.durationS()) - x(0);
      double height = rowHeight(note.isDrum());
      g.fill(
          new Rectangle2D.Double(
              x(note.onsetS()), y(note) - height, Math.max(1.5, width), Math.max(2, height - 0.5)));
    }
    legend(g);
    g.dispose();
    return image;
  }

  private void grid(Graphics2D g) {
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    g.setStroke(new BasicStroke(1));
    for (int second = 0; second <= endS; second += 10) {
      line(g, x(second), TOP, x(second), HEIGHT - BOTTOM);
      g.drawString(second + " s", (int) x(second) - 8, HEIGHT - BOTTOM + 18);
    }
    for (int octave = 0; octave < 10; octave++) {
      int c = 12 * (octave + 1);
      if (c > lowest && c < highest) {
        double y = melodicBottom() - (c - lowest) * rowHeight(false);
        line(g, LEFT, y, WIDTH - RIGHT, y);
        g.drawString("C" + octave, LEFT - 30, (int) y + 4);
      }
    }
    line(g, LEFT, melodicBottom(), WIDTH - RIGHT, melodicBottom());
    g.drawString("drums", LEFT - 46, HEIGHT - BOTTOM - DRUM_HEIGHT / 2 + 4);
  }

  private static void line(Graphics2D g, double x1, double y1, double x2, double y2) {
    g.setColor(GRID);
    g.drawLine((int) x1, (int) y1, (int) x2, (int) y2);
    g.setColor(INK);
  }

  private void legend(Graphics2D g) {
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
    g.drawString(title, LEFT, 26);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    Map<String, Color> families =
        notes.stream()
            .collect(Collectors.toMap(Note::family, Note::color, (a, b) -> a, TreeMap::new));
    int x = LEFT;
    for (Map.Entry<String, Color> family : families.entrySet()) {
      Color color = family.getValue();
      g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue()));
      g.fillRect(x, 39, 14, 14);
      g.setColor(INK);
      g.drawString(family.getKey(), x + 20, 51);
      x += 40 + g.getFontMetrics().stringWidth(family.getKey());
    }
  }

  private double x(double seconds) {
    return LEFT + seconds / endS * (WIDTH - LEFT - RIGHT);
  }

  private static double melodicBottom() {
    return HEIGHT - BOTTOM - DRUM_HEIGHT - GAP;
  }

  private double rowHeight(boolean drums) {
    return drums
        ? (double) DRUM_HEIGHT / (highestDrum - lowestDrum + 1)
        : (melodicBottom() - TOP) / (highest - lowest);
  }

  private double y(Note note) {
    return note.isDrum()
        ? HEIGHT - BOTTOM - (note.pitch() - lowestDrum) * rowHeight(true)
        : melodicBottom() - (note.pitch() - lowest) * rowHeight(false);
  }
}
