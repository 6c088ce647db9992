package io.partita.picture;

import io.partita.audio.MelRecipe;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of several sounds in rows and columns, each a panel with a caption above it: an
 * original over its reconstruction, the steps of an interpolation, samples of the prior beside
 * their nearest windows, the epochs of a training. All panels share a time axis, all waveforms an
 * amplitude and all spectrograms a level, so that what is seen can be compared. 1200 pixels wide,
 * and as high as its rows.
 */
public final class AudioPanels {
  private static final int LEFT = 88;
  private static final int TOP = 64;
  private static final int RIGHT = 24;
  private static final int RIGHT_OF_LEVELS = 122;
  private static final int COLUMN_GAP = 20;
  private static final int CAPTION = 28;
  private static final int TIME_AXIS = 54;
  private static final int WAVE_HEIGHT = 120;
  private static final int MEL_HEIGHT = 160;
  private static final int SMALL_HEIGHT = 80;

  /** Panels are lower from here on. */
  private static final int MANY_COLUMNS = 3;

  private static final int BAR_HEIGHT = 320;

  private final int columns;
  private final List<SoundPanel> panels = new ArrayList<>();

  /**
   * @param columns that panels fill, row after row: 1 to 8
   */
  public AudioPanels(int columns) {
    if (columns < 1 || columns > 8) {
      throw new IllegalArgumentException("Panels have 1 to 8 columns, not " + columns);
    }
    this.columns = columns;
  }

  /**
   * Adds a waveform.
   *
   * @param caption cut where it is longer than the panel
   * @param samples finite, of any amplitude
   */
  public AudioPanels wave(String caption, float[] samples, int sampleRateHz) {
    panels.add(new WavePanel(caption, samples.clone(), sampleRateHz));
    return this;
  }

  /**
   * Adds a spectrogram.
   *
   * @param caption cut where it is longer than the panel
   * @param frames [frames][bands] by the recipe, finite
   * @param recipe the same for all spectrograms
   */
  public AudioPanels mel(String caption, float[][] frames, MelRecipe recipe) {
    panels.add(new MelPanel(caption, frames.clone(), recipe));
    return this;
  }

  /**
   * The panels so far as a PNG file; the same bytes for the same panels on one machine.
   *
   * @throws io.partita.UserException where the machine has no font
   */
  public byte[] png(String title) {
    List<Rectangle> plots = plots();
    int bottom = plots.stream().mapToInt(plot -> plot.y + plot.height).max().orElse(TOP);
    Axes axes = new Axes(title, bottom + TIME_AXIS);
    double longestS = panels.stream().mapToDouble(SoundPanel::durationS).max().orElse(0);
    double amplitude = amplitude();
    double loudestDb = loudestDb();
    for (int i = 0; i < panels.size(); i++) {
      SoundPanel panel = panels.get(i);
      Rectangle plot = plots.get(i);
      boolean isWave = panel instanceof WavePanel;
      if (longestS > 0) {
        panel.draw(axes, plot, longestS, isWave ? amplitude : loudestDb);
      }
      axes.frame(plot);
      axes.above(plot, panel.caption());
      if (i + columns >= panels.size() && longestS > 0) {
        axes.timeAxis(plot, longestS);
      }
      if (i % columns == 0) {
        leftAxis(axes, panel, plot, amplitude);
      }
    }
    sides(axes, plots);
    return axes.png();
  }

  private List<Rectangle> plots() {
    int right = hasMel() ? RIGHT_OF_LEVELS : RIGHT;
    int width = (Axes.WIDTH - LEFT - right - (columns - 1) * COLUMN_GAP) / columns;
    List<Rectangle> plots = new ArrayList<>();
    int y = TOP;
    for (int first = 0; first < panels.size(); first += columns) {
      List<SoundPanel> row = panels.subList(first, Math.min(first + columns, panels.size()));
      int height = row.stream().mapToInt(this::height).max().orElse(0);
      for (int column = 0; column < row.size(); column++) {
        plots.add(new Rectangle(LEFT + column * (width + COLUMN_GAP), y, width, height));
      }
      y += height + CAPTION;
    }
    return plots;
  }

  private int height(SoundPanel panel) {
    if (columns >= MANY_COLUMNS) {
      return SMALL_HEIGHT;
    }
    return panel instanceof WavePanel ? WAVE_HEIGHT : MEL_HEIGHT;
  }

  private boolean hasMel() {
    return panels.stream().anyMatch(MelPanel.class::isInstance);
  }

  /** The largest of all waveforms, or 1 where all are silent. */
  private double amplitude() {
    double peak =
        panels.stream()
            .filter(WavePanel.class::isInstance)
            .mapToDouble(panel -> ((WavePanel) panel).peak())
            .max()
            .orElse(0);
    return peak == 0 ? 1 : peak;
  }

  private double loudestDb() {
    return panels.stream()
        .filter(MelPanel.class::isInstance)
        .mapToDouble(panel -> ((MelPanel) panel).loudestDb())
        .max()
        .orElse(0);
  }

  private static void leftAxis(Axes axes, SoundPanel panel, Rectangle plot, double amplitude) {
    if (panel instanceof MelPanel mel) {
      MelAxes.frequencies(axes, plot, mel.recipe());
    } else {
      String label = String.format(Locale.ROOT, "%.2g", amplitude);
      axes.tickLeft(plot, WavePanel.y(plot, 1), label);
      axes.tickLeft(plot, WavePanel.y(plot, 0), "0");
      axes.tickLeft(plot, WavePanel.y(plot, -1), "−" + label);
    }
  }

  /** What the left axes count, once for each stretch of rows that begin alike, and the levels. */
  private void sides(Axes axes, List<Rectangle> plots) {
    int firstOfStretch = 0;
    for (int row = 0; row < panels.size(); row += columns) {
      boolean isMel = panels.get(row) instanceof MelPanel;
      int next = row + columns;
      if (next >= panels.size() || panels.get(next) instanceof MelPanel != isMel) {
        Rectangle stretch = plots.get(firstOfStretch).union(plots.get(row));
        axes.upwards(isMel ? "Frequency (Hz)" : "Amplitude", 16, stretch.y + stretch.height / 2);
        firstOfStretch = next;
      }
    }
    if (hasMel()) {
      Rectangle all = new Rectangle();
      for (int i = 0; i < panels.size(); i++) {
        if (panels.get(i) instanceof MelPanel) {
          all = all.isEmpty() ? plots.get(i) : all.union(plots.get(i));
        }
      }
      int x = Axes.WIDTH - RIGHT_OF_LEVELS + 16;
      MelAxes.levels(axes, new Rectangle(x, all.y, 18, Math.min(BAR_HEIGHT, all.height)));
    }
  }
}
