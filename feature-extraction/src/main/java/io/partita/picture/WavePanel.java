package io.partita.picture;

import java.awt.Color;
import java.awt.Rectangle;

/** Samples from the least to the greatest of each pixel. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WavePanel(String caption, float[] samples, int sampleRateHz) implements SoundPanel {
  private static final Color INK = new Color(0x33508F);

  @Override
  public double durationS() {
    return samples.length / (double) sampleRateHz;
  }

  double peak() {
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  @Override
  public void draw(Axes axes, Rectangle plot, double longestS, double scale) {
    axes.gridLine(plot, y(plot, 0));
    axes.graphics().setColor(INK);
    double samplesPerPixel = longestS * sampleRateHz / plot.width;
    for (int x = 0; x < plot.width; x++) {
      int from = (int) (x * samplesPerPixel);
      // One sample more, so that neighbouring pixels meet.
      int to = Math.min(samples.length, (int) ((x + 1) * samplesPerPixel) + 2);
      if (from < samples.length) {
        float min = samples[from];
        float max = min;
        for (int i = from; i < to; i++) {
          min = Math.min(min, samples[i]);
          max = Math.max(max, samples[i]);
        }
        axes.graphics()
            .drawLine(plot.x + x, y(plot, min / scale), plot.x + x, y(plot, max / scale));
      }
    }
  }

  /** Of an amplitude from −1 to 1. */
  static int y(Rectangle plot, double amplitude) {
    return plot.y + (int) Math.round((1 - amplitude) / 2 * (plot.height - 1));
  }
}
