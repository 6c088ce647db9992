package io.partita.kind.hosted.published;

import io.partita.nn.blas.FloatTanh;

/** The function that each value goes through before a layer hears it. */
@FunctionalInterface
interface Activation {
  /** Nothing. */
  Activation NONE = (values, count) -> {};

  /**
   * An exponential linear unit, to 1e-6: eˣ − 1 = 2t / (1 − t) with t = tanh(x / 2) below zero. A
   * loop without branches, which the JIT compiler vectorises.
   */
  Activation ELU =
      (values, count) -> {
        for (int i = 0; i < count; i++) {
          float x = values[i];
          float t = FloatTanh.of(0.5f * Math.min(x, 0));
          values[i] = Math.max(x, 0) + 2 * t / (1 - t);
        }
      };

  /** A leaky rectifier. */
  static Activation leaky(float slope) {
    return (values, count) -> {
      for (int i = 0; i < count; i++) {
        values[i] = Math.max(values[i], 0) + slope * Math.min(values[i], 0);
      }
    };
  }

  /** Changes the first values of an array. */
  void apply(float[] values, int count);
}
