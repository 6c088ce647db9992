package io.partita.picture;

import io.partita.audio.MelRecipe;
import java.awt.Rectangle;

/** Log-mel frames, [frames][bands]; those of a pixel are averaged in power. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MelPanel(String caption, float[][] frames, MelRecipe recipe) implements SoundPanel {
  @Override
  public double durationS() {
    return frames.length * (double) recipe.hop() / recipe.sampleRateHz();
  }

  double loudestDb() {
    double loudest = MelAxes.leastTopDb(recipe);
    for (float[] frame : frames) {
      for (float value : frame) {
        loudest = Math.max(loudest, value * recipe.logBase().decibels());
      }
    }
    return loudest;
  }

  @Override
  public void draw(Axes axes, Rectangle plot, double longestS, double scale) {
    double framesPerPixel = longestS * recipe.sampleRateHz() / recipe.hop() / plot.width;
    for (int x = 0; x < plot.width; x++) {
      int from = (int) (x * framesPerPixel + 1e-9);
      int to = Math.max(from + 1, (int) ((x + 1) * framesPerPixel));
      if (from < frames.length) {
        double[] powers = powers(from, Math.min(to, frames.length));
        for (int y = 0; y < plot.height; y++) {
          double power = powers[recipe.nMels() - 1 - y * recipe.nMels() / plot.height];
          axes.image().setRGB(plot.x + x, plot.y + y, MelAxes.color(power, scale));
        }
      }
    }
  }

  private double[] powers(int from, int to) {
    double[] powers = new double[recipe.nMels()];
    for (int frame = from; frame < to; frame++) {
      for (int mel = 0; mel < powers.length; mel++) {
        double magnitude = recipe.logBase().power(frames[frame][mel]);
        powers[mel] += magnitude * magnitude / (to - from);
      }
    }
    return powers;
  }
}
