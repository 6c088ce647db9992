package io.partita.picture;

import io.partita.Mistake;
import io.partita.UserException;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture, 1200 pixels wide, with a title and axes around rectangles for data. */
public final class Axes {
  public static final int WIDTH = 1200;

  /** Of most pictures. */
  public static final int HEIGHT = 500;

  static final Color INK = new Color(0x222222);
  static final Color FAINT = new Color(0xDDDDDD);
  private static final int TICK = 6;
  private static final int MOST_TICKS = 10;
  private static final int TICK_DISTANCE = 60;
  private static final double[] MINUTE_STEPS = {10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};
  private static final double MINUTES_FROM_S = 120;

  private final BufferedImage image;
  private final Graphics2D graphics;

  /** A white picture of 1200 × 500 pixels with nothing but its title. */
  public Axes(String title) {
    this(title, HEIGHT);
  }

  /**
   * A white picture with nothing but its title, which is cut where it is too long.
   *
   * @param height in pixels
   * @throws UserException where the machine has no font
   */
  public Axes(String title, int height) {
    image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height);
    graphics.setColor(INK);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(font(Font.BOLD, 17));
    graphics.drawString(shortened(title, WIDTH - 112), 88, 28);
    graphics.setFont(font(Font.PLAIN, 14));
  }

  /** The pixels, to draw data on. */
  public BufferedImage image() {
    return image;
  }

  /** Draws on {@link #image}. */
  public Graphics2D graphics() {
    return graphics;
  }

  /**
   * The sans serif font of all pictures.
   *
   * @param style as {@link Font#BOLD}
   * @throws UserException where the machine has no font
   */
  static Font font(int style, int size) {
    try {
      Font font = new Font(Font.SANS_SERIF, style, size);
      font.getStringBounds("0", new FontRenderContext(null, true, false));
      return font;
    } catch (RuntimeException | Error noFonts) {
      // What a JDK throws without fonts depends on its build.
      throw new UserException(
          Mistake.MISSING_TOOL,
          "Pictures need a font, and this machine has none. Install one, as Debian's packages"
              + " fontconfig and fonts-dejavu-core.",
          noFonts);
    }
  }

  /** Text above a plot, cut where it is longer than that. */
  void above(Rectangle plot, String text) {
    graphics.setColor(INK);
    graphics.drawString(shortened(text, plot.width), plot.x, plot.y - 6);
  }

  private String shortened(String text, int width) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = text;
    for (int kept = text.length() - 1; metrics.stringWidth(shown) > width && kept > 0; kept--) {
      shown = text.substring(0, kept) + "…";
    }
    return shown;
  }

  /** Frames a rectangle. */
  public void frame(Rectangle plot) {
    graphics.setColor(INK);
    graphics.drawRect(plot.x - 1, plot.y - 1, plot.width + 1, plot.height + 1);
  }

  /** A faint horizontal line within a plot. */
  public void gridLine(Rectangle plot, int y) {
    graphics.setColor(FAINT);
    graphics.drawLine(plot.x, y, plot.x + plot.width - 1, y);
  }

  /** Ticks under a plot: seconds, or minutes and seconds from two minutes on. */
  public void timeAxis(Rectangle plot, double durationS) {
    boolean inMinutes = durationS >= MINUTES_FROM_S;
    int ticks = Math.max(2, Math.min(MOST_TICKS, plot.width / TICK_DISTANCE));
    double step = inMinutes ? minuteStep(durationS, ticks) : decimalStep(durationS, ticks);
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    for (int i = 0; i * step <= durationS * (1 + 1e-9); i++) {
      int x = plot.x + (int) Math.round(i * step / durationS * (plot.width - 1));
      String label =
          inMinutes
              ? String.format(
                  Locale.ROOT, "%d:%02d", Math.round(i * step) / 60, Math.round(i * step) % 60)
              : String.format(Locale.ROOT, "%." + decimals + "f", i * step);
      tickBelow(plot, x, label);
    }
    nameBelow(plot, inMinutes ? "Time (min:s)" : "Time (s)");
  }

  /** A tick and its label under a plot. */
  void tickBelow(Rectangle plot, int x, String label) {
    graphics.setColor(INK);
    int bottom = plot.y + plot.height;
    graphics.drawLine(x, bottom, x, bottom + TICK);
    centred(label, x, bottom + 21);
  }

  /** What the ticks under a plot count. */
  void nameBelow(Rectangle plot, String name) {
    graphics.setColor(INK);
    centred(name, plot.x + plot.width / 2, plot.y + plot.height + 42);
  }

  /** A tick and its label left of a plot. */
  public void tickLeft(Rectangle plot, int y, String label) {
    graphics.setColor(INK);
    graphics.drawLine(plot.x - TICK - 1, y, plot.x - 1, y);
    int width = graphics.getFontMetrics().stringWidth(label);
    graphics.drawString(label, plot.x - TICK - 6 - width, y + 5);
  }

  /** A tick and its label right of a plot. */
  public void tickRight(Rectangle plot, int y, String label) {
    graphics.setColor(INK);
    int x = plot.x + plot.width;
    graphics.drawLine(x, y, x + TICK, y);
    graphics.drawString(label, x + TICK + 5, y + 5);
  }

  /** Text that runs upwards, its middle at a point. */
  public void upwards(String text, int x, int y) {
    graphics.setColor(INK);
    graphics.rotate(-Math.PI / 2, x, y);
    centred(text, x, y + 5);
    graphics.rotate(Math.PI / 2, x, y);
  }

  private void centred(String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double decimalStep(double durationS, int ticks) {
    double least = durationS / ticks;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static double minuteStep(double durationS, int ticks) {
    for (double step : MINUTE_STEPS) {
      if (durationS / step <= ticks) {
        return step;
      }
    }
    return 3600 * Math.ceil(durationS / 3600 / ticks);
  }

  /** The picture as a PNG file. */
  public byte[] png() {
    graphics.dispose();
    return png(image);
  }

  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In memory, because the default goes through a temporary file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
