package io.partita.picture;

import io.partita.audio.FrameSink;
import io.partita.audio.MelRecipe;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of log-mel frames: time to the right, frequency upwards at the spacing of mels, level
 * as color over 80 dB. Frames may be as many as they like: neighbours are averaged, in power, once
 * there are more of them than could be shown.
 */
public final class SpectrogramPicture implements FrameSink {
  private static final int MAX_COLUMNS = 4096;

  /** Two of them can be added as floats. */
  private static final double LOUDEST_POWER = 1e38;

  private final MelRecipe recipe;
  private final int plotHeight;

  /** Mean powers of {@code framesPerColumn} frames each, but for the last. */
  private final List<float[]> columns = new ArrayList<>();

  private long framesPerColumn = 1;
  private long framesInLast;
  private long frameCount;

  public SpectrogramPicture(MelRecipe recipe) {
    this.recipe = recipe;
    // Each mel as many pixels high as the others.
    plotHeight = recipe.nMels() * Math.max(1, 400 / recipe.nMels());
  }

  @Override
  public void frame(float[] logMel) {
    if (columns.isEmpty() || framesInLast == framesPerColumn) {
      if (columns.size() == MAX_COLUMNS) {
        mergePairs();
      }
      columns.add(new float[recipe.nMels()]);
      framesInLast = 0;
    }
    framesInLast++;
    frameCount++;
    float[] column = columns.get(columns.size() - 1);
    for (int mel = 0; mel < column.length; mel++) {
      double magnitude = recipe.logBase().power(logMel[mel]);
      double power = Math.min(magnitude * magnitude, LOUDEST_POWER);
      column[mel] += (float) ((power - column[mel]) / framesInLast);
    }
  }

  private void mergePairs() {
    for (int i = 0; i < MAX_COLUMNS / 2; i++) {
      float[] merged = columns.get(2 * i);
      float[] other = columns.get(2 * i + 1);
      for (int mel = 0; mel < merged.length; mel++) {
        merged[mel] = (merged[mel] + other[mel]) / 2;
      }
      columns.set(i, merged);
    }
    columns.subList(MAX_COLUMNS / 2, MAX_COLUMNS).clear();
    framesPerColumn *= 2;
  }

  /**
   * The frames so far as a PNG file of 1200 × 500 pixels; the same bytes for the same frames on one
   * machine.
   *
   * @throws io.partita.UserException where the machine has no font
   */
  public byte[] png(String title) {
    Axes axes = new Axes(title);
    Rectangle plot = new Rectangle(88, 44, 990, plotHeight);
    double top = topDb();
    for (int x = 0; x < plot.width && !columns.isEmpty(); x++) {
      double[] powers = powersAt(x, plot.width);
      for (int y = 0; y < plotHeight; y++) {
        double power = powers[recipe.nMels() - 1 - y * recipe.nMels() / plotHeight];
        axes.image().setRGB(plot.x + x, plot.y + y, MelAxes.color(power, top));
      }
    }
    axes.frame(plot);
    axes.timeAxis(plot, Math.max(1, frameCount) * (double) recipe.hop() / recipe.sampleRateHz());
    MelAxes.frequencies(axes, plot, recipe);
    axes.upwards("Frequency (Hz)", 16, plot.y + plotHeight / 2);
    MelAxes.levels(axes, new Rectangle(1094, 44, 18, plotHeight));
    return axes.png();
  }

  /** The loudest power, or what leaves silence at the dark end. */
  private double topDb() {
    double loudest = MelAxes.leastTopDb(recipe);
    for (float[] column : columns) {
      for (float power : column) {
        loudest = Math.max(loudest, 10 * Math.log10(power));
      }
    }
    return loudest;
  }

  private double[] powersAt(int x, int width) {
    double scale = (double) frameCount / framesPerColumn / width;
    int from = Math.min((int) (x * scale), columns.size() - 1);
    int to = Math.min(Math.max(from + 1, (int) ((x + 1) * scale)), columns.size());
    double[] powers = new double[recipe.nMels()];
    for (float[] column : columns.subList(from, to)) {
      for (int mel = 0; mel < powers.length; mel++) {
        powers[mel] += column[mel] / (to - from);
      }
    }
    return powers;
  }
}
