package io.partita.picture;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Locale;

/**
 * A picture of samples: time to the right, one strip a channel with amplitude upwards, from the
 * least to the greatest sample of each pixel, and darker the root mean square. Samples may be as
 * many as they like: what a picture shows of them fits a few pages of memory.
 */
public final class WaveformPicture {
  private static final int MAX_COLUMNS = 4096;
  private static final int GAP = 20;
  private static final int MIN_TICK_DISTANCE = 34;
  private static final Color ENVELOPE = new Color(0x8FA8D6);
  private static final Color RMS = new Color(0x33508F);

  private final int sampleRateHz;
  private final Envelope[] envelopes;
  private long sampleCount;

  public WaveformPicture(int sampleRateHz, int channels) {
    this.sampleRateHz = sampleRateHz;
    envelopes = new Envelope[channels];
    Arrays.setAll(envelopes, channel -> new Envelope());
  }

  /**
   * Least, greatest and mean square of stretches of samples, merged in pairs when they are many.
   */
  private static final class Envelope {
    private final float[] min = new float[MAX_COLUMNS];
    private final float[] max = new float[MAX_COLUMNS];
    private final double[] squares = new double[MAX_COLUMNS];
    private long samplesPerColumn = 1;
    private long samplesInLast;
    private int columns;

    void add(float sample) {
      if (columns == 0 || samplesInLast == samplesPerColumn) {
        if (columns == MAX_COLUMNS) {
          mergePairs();
        }
        min[columns] = sample;
        max[columns] = sample;
        squares[columns] = 0;
        columns++;
        samplesInLast = 0;
      }
      int last = columns - 1;
      min[last] = Math.min(min[last], sample);
      max[last] = Math.max(max[last], sample);
      squares[last] += (double) sample * sample;
      samplesInLast++;
    }

    private void mergePairs() {
      columns /= 2;
      for (int i = 0; i < columns; i++) {
        min[i] = Math.min(min[2 * i], min[2 * i + 1]);
        max[i] = Math.max(max[2 * i], max[2 * i + 1]);
        squares[i] = squares[2 * i] + squares[2 * i + 1];
      }
      samplesPerColumn *= 2;
    }
  }

  /**
   * Takes the next samples.
   *
   * @param planes [channels][count or more], in [-1, 1]; beyond is drawn at the edge
   */
  public void add(float[][] planes, int count) {
    for (int channel = 0; channel < envelopes.length; channel++) {
      float[] plane = planes[channel];
      for (int i = 0; i < count; i++) {
        envelopes[channel].add(plane[i]);
      }
    }
    sampleCount += count;
  }

  /**
   * The samples so far as a PNG file of 1200 × 500 pixels; the same bytes for the same samples on
   * one machine.
   *
   * @throws io.partita.UserException where the machine has no font
   */
  public byte[] png(String title) {
    Axes axes = new Axes(title);
    int top = 44;
    int height = (404 - GAP * (envelopes.length - 1)) / envelopes.length;
    Rectangle strip = new Rectangle();
    for (int channel = 0; channel < envelopes.length; channel++) {
      strip = new Rectangle(88, top + channel * (height + GAP), 1088, height);
      amplitudeAxis(axes, strip);
      draw(axes, strip, envelopes[channel]);
      axes.frame(strip);
    }
    axes.timeAxis(strip, Math.max(1, sampleCount) / (double) sampleRateHz);
    axes.upwards("Amplitude", 16, top + 202);
    return axes.png();
  }

  private void amplitudeAxis(Axes axes, Rectangle strip) {
    double step = strip.height >= 4 * MIN_TICK_DISTANCE ? 0.5 : 1;
    for (double amplitude = -1; amplitude <= 1; amplitude += step) {
      int y = y(strip, amplitude);
      axes.gridLine(strip, y);
      String label = String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", Math.abs(amplitude));
      axes.tickLeft(strip, y, (amplitude < 0 ? "−" : "") + label);
    }
  }

  private void draw(Axes axes, Rectangle strip, Envelope envelope) {
    double scale = (double) sampleCount / envelope.samplesPerColumn / strip.width;
    for (int x = 0; x < strip.width && envelope.columns > 0; x++) {
      int from = Math.min((int) (x * scale), envelope.columns - 1);
      // One column more, so that neighbouring pixels meet.
      int to = Math.min(Math.max(from + 1, (int) ((x + 1) * scale) + 1), envelope.columns);
      float min = Float.MAX_VALUE;
      float max = -Float.MAX_VALUE;
      double squares = 0;
      for (int i = from; i < to; i++) {
        min = Math.min(min, envelope.min[i]);
        max = Math.max(max, envelope.max[i]);
        squares += envelope.squares[i];
      }
      double rms = Math.sqrt(squares / ((to - from) * (double) envelope.samplesPerColumn));
      line(axes, strip, x, min, max, ENVELOPE);
      line(axes, strip, x, Math.max(min, -rms), Math.min(max, rms), RMS);
    }
  }

  private static void line(Axes axes, Rectangle strip, int x, double from, double to, Color color) {
    if (from <= to) {
      axes.graphics().setColor(color);
      axes.graphics().drawLine(strip.x + x, y(strip, from), strip.x + x, y(strip, to));
    }
  }

  private static int y(Rectangle strip, double amplitude) {
    double within = Math.max(-1, Math.min(1, amplitude));
    return strip.y + (int) Math.round((1 - within) / 2 * (strip.height - 1));
  }
}
