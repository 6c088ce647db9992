package io.partita.picture;

import io.partita.audio.MelRecipe;
import io.partita.audio.MelScale;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.Locale;

/** What is beside a picture of log-mel frames: frequencies, and levels of colors. */
final class MelAxes {
  static final double RANGE_DB = 80;

  private static final int LEAST_DISTANCE = 16;
  private static final int[] LABELLED_HZ = {
    100, 250, 500, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12_000, 16_000
  };

  private MelAxes() {}

  /**
   * Frequencies left of a plot, as many as there is room for. Mel i is centred on the (i + 1)-th of
   * nMels + 1 equal steps in mels.
   */
  static void frequencies(Axes axes, Rectangle plot, MelRecipe recipe) {
    double from = MelScale.mel(recipe.fMinHz());
    double step = (MelScale.mel(recipe.fMaxHz()) - from) / (recipe.nMels() + 1);
    int last = Integer.MAX_VALUE;
    for (int hz : LABELLED_HZ) {
      double mels = (MelScale.mel(hz) - from) / step - 0.5;
      int y = plot.y + (int) Math.round(plot.height * (1 - mels / recipe.nMels()));
      if (hz == recipe.fMaxHz()) {
        // The last triangle ends half a mel above the picture.
        y = plot.y;
      }
      if (mels >= 0 && y >= plot.y && last - y >= LEAST_DISTANCE) {
        axes.tickLeft(
            plot, Math.min(y, plot.y + plot.height - 1), String.format(Locale.ROOT, "%,d", hz));
        last = y;
      }
    }
  }

  /** The color of a power, where {@code topDb} is the lightest. */
  static int color(double power, double topDb) {
    return ColorMap.rgb(1 + (10 * Math.log10(power) - topDb) / RANGE_DB);
  }

  /** What leaves silence at the dark end, in dB of power. */
  static double leastTopDb(MelRecipe recipe) {
    return 2 * Math.log10(recipe.logBase().power(recipe.silence())) * 10 + RANGE_DB;
  }

  /** The colors from the loudest to 80 dB below it, with their levels on the right. */
  static void levels(Axes axes, Rectangle bar) {
    for (int y = 0; y < bar.height; y++) {
      axes.graphics().setColor(new Color(ColorMap.rgb(1 - (y + 0.5) / bar.height)));
      axes.graphics().fillRect(bar.x, bar.y + y, bar.width, 1);
    }
    axes.frame(bar);
    for (int db = 0; db >= -RANGE_DB; db -= 20) {
      int y = bar.y + (int) Math.round(-db / RANGE_DB * (bar.height - 1));
      axes.tickRight(bar, y, db == 0 ? "0" : "−" + -db);
    }
    axes.upwards("Level (dB, loudest = 0)", bar.x + 86, bar.y + bar.height / 2);
  }
}
