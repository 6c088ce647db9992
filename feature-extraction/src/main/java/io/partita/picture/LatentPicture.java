package io.partita.picture;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.Locale;

/**
 * A picture of latent vectors: time to the right, a row for each dimension, the first on top. Each
 * row has its own colors, from its least value to its largest, since dimensions differ in range;
 * what they are is on its right.
 */
public final class LatentPicture {
  private static final Rectangle PLOT = new Rectangle(88, 44, 960, 400);
  private static final int LEAST_DISTANCE = 14;
  private static final Color NONE = new Color(0xDDDDDD);

  private LatentPicture() {}

  /**
   * The values as a PNG file of 1200 × 500 pixels; frames of one pixel are averaged.
   *
   * @param values [dimension][frame], finite, at least one of each
   * @param frameS seconds of a frame
   * @throws io.partita.UserException where the machine has no font
   */
  public static byte[] png(String title, float[][] values, double frameS) {
    Axes axes = new Axes(title);
    int labelled = -LEAST_DISTANCE;
    for (int row = 0; row < values.length; row++) {
      int top = PLOT.y + PLOT.height * row / values.length;
      int bottom = Math.max(top + 1, PLOT.y + PLOT.height * (row + 1) / values.length);
      float[] range = range(values[row]);
      for (int x = 0; x < PLOT.width; x++) {
        int color = color(mean(values[row], x), range);
        for (int y = top; y < Math.min(bottom, PLOT.y + PLOT.height); y++) {
          axes.image().setRGB(PLOT.x + x, y, color);
        }
      }
      int middle = (top + bottom) / 2;
      if (middle - labelled >= LEAST_DISTANCE) {
        axes.tickLeft(PLOT, middle, Integer.toString(row));
        axes.tickRight(PLOT, middle, String.format(Locale.ROOT, "%.3g … %.3g", range[0], range[1]));
        labelled = middle;
      }
    }
    axes.frame(PLOT);
    axes.timeAxis(PLOT, values[0].length * frameS);
    axes.upwards("Dimension", 16, PLOT.y + PLOT.height / 2);
    return axes.png();
  }

  private static float[] range(float[] row) {
    float least = row[0];
    float most = row[0];
    for (float value : row) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return new float[] {least, most};
  }

  private static double mean(float[] row, int x) {
    int from = (int) ((long) x * row.length / PLOT.width);
    int to = Math.max(from + 1, (int) ((x + 1L) * row.length / PLOT.width));
    double sum = 0;
    for (int frame = from; frame < to; frame++) {
      sum += row[frame];
    }
    return sum / (to - from);
  }

  private static int color(double value, float[] range) {
    return range[1] > range[0]
        ? ColorMap.rgb((value - range[0]) / ((double) range[1] - range[0]))
        : NONE.getRGB();
  }
}
