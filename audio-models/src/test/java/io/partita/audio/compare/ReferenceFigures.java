package io.partita.audio.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code reference_figures.py} says by numpy and scipy, and its signals. */
final class ReferenceFigures {
  private static final Map<String, Double> FIGURES = read();

  private ReferenceFigures() {}

  static double of(String name) {
    return FIGURES.get(name);
  }

  private static Map<String, Double> read() {
    try (InputStream in = ReferenceFigures.class.getResourceAsStream("reference-figures.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .collect(Collectors.toMap(words -> words[0], words -> Double.valueOf(words[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static float[] original(int rate, int n) {
    float[] x = new float[n];
    long state = 1;
    for (int i = 0; i < n; i++) {
      double t = (double) i / rate;
      state = (state * 1_103_515_245 + 12_345) % (1L << 31);
      double noise = state / (double) (1 << 30) - 1;
      x[i] =
          (float)
              (0.5 * Math.sin(2 * Math.PI * 220 * t + 3 * Math.sin(2 * Math.PI * 3 * t))
                  + 0.25 * Math.sin(2 * Math.PI * 700 * t) * Math.exp(-2 * t)
                  + 0.01 * noise);
    }
    return x;
  }

  static float[] reconstruction(float[] x, int rate) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) (0.9 * x[i] + 0.02 * Math.sin(2 * Math.PI * 50 * i / rate));
    }
    return y;
  }
}
