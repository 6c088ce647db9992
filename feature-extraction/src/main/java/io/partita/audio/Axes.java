package io.partita.audio;

import io.partita.UserException;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A white picture of 1200 × 500 pixels with a title and axes around rectangles for data. */
final class Axes {
  static final int WIDTH = 1200;
  static final int HEIGHT = 500;

  private static final Color INK = new Color(0x222222);
  private static final Color FAINT = new Color(0xDDDDDD);
  private static final int TICK = 6;
  private static final int TICKS_WANTED = 10;
  private static final double[] MINUTE_STEPS = {10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};
  private static final double MINUTES_FROM_S = 120;

  final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  final Graphics2D graphics = image.createGraphics();
  private final Font labels;

  Axes(String title) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(INK);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    labels = font(Font.PLAIN, 14);
    graphics.setFont(font(Font.BOLD, 17));
    graphics.drawString(shortened(title, WIDTH - 112), 88, 28);
    graphics.setFont(labels);
  }

  private Font font(int style, int size) {
    try {
      Font font = new Font(Font.SANS_SERIF, style, size);
      graphics.getFontMetrics(font);
      return font;
    } catch (RuntimeException | Error noFonts) {
      // What a JDK throws without fonts depends on its build.
      throw new UserException(
          "Pictures need a font, and this machine has none. Install one, as Debian's packages"
              + " fontconfig and fonts-dejavu-core.",
          noFonts);
    }
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
  void frame(Rectangle plot) {
    graphics.setColor(INK);
    graphics.drawRect(plot.x - 1, plot.y - 1, plot.width + 1, plot.height + 1);
  }

  /** A faint horizontal line within a plot. */
  void gridLine(Rectangle plot, int y) {
    graphics.setColor(FAINT);
    graphics.drawLine(plot.x, y, plot.x + plot.width - 1, y);
  }

  /** Ticks under a plot: seconds, or minutes and seconds from two minutes on. */
  void timeAxis(Rectangle plot, double durationS) {
    boolean inMinutes = durationS >= MINUTES_FROM_S;
    double step = inMinutes ? minuteStep(durationS) : decimalStep(durationS);
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    graphics.setColor(INK);
    int bottom = plot.y + plot.height;
    for (int i = 0; i * step <= durationS * (1 + 1e-9); i++) {
      int x = plot.x + (int) Math.round(i * step / durationS * (plot.width - 1));
      graphics.drawLine(x, bottom, x, bottom + TICK);
      String label =
          inMinutes
              ? String.format(
                  Locale.ROOT, "%d:%02d", Math.round(i * step) / 60, Math.round(i * step) % 60)
              : String.format(Locale.ROOT, "%." + decimals + "f", i * step);
      centred(label, x, bottom + 21);
    }
    centred(inMinutes ? "Time (min:s)" : "Time (s)", plot.x + plot.width / 2, bottom + 42);
  }

  /** A tick and its label left of a plot. */
  void tickLeft(Rectangle plot, int y, String label) {
    graphics.setColor(INK);
    graphics.drawLine(plot.x - TICK - 1, y, plot.x - 1, y);
    int width = graphics.getFontMetrics().stringWidth(label);
    graphics.drawString(label, plot.x - TICK - 6 - width, y + 5);
  }

  /** A tick and its label right of a plot. */
  void tickRight(Rectangle plot, int y, String label) {
    graphics.setColor(INK);
    int x = plot.x + plot.width;
    graphics.drawLine(x, y, x + TICK, y);
    graphics.drawString(label, x + TICK + 5, y + 5);
  }

  /** Text that runs upwards, its middle at a point. */
  void upwards(String text, int x, int y) {
    graphics.setColor(INK);
    graphics.rotate(-Math.PI / 2, x, y);
    centred(text, x, y + 5);
    graphics.rotate(Math.PI / 2, x, y);
  }

  private void centred(String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double decimalStep(double durationS) {
    double least = durationS / TICKS_WANTED;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static double minuteStep(double durationS) {
    for (double step : MINUTE_STEPS) {
      if (durationS / step <= TICKS_WANTED) {
        return step;
      }
    }
    return 3600 * Math.ceil(durationS / 3600 / TICKS_WANTED);
  }

  /** The picture as a PNG file. */
  byte[] png() {
    graphics.dispose();
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
