package io.partita.model.slices.vae;

import io.partita.model.ClassDraw;

/**
 * How a decoder chooses a step's class.
 *
 * @param seed element k of what is decoded draws by (seed, k) alone
 */
public record StepSampling(ClassDraw draw, long seed) {
  /** Always the likeliest class, the lowest of equal ones; no seed decides anything. */
  public static final StepSampling ARGMAX = new StepSampling(ClassDraw.LIKELIEST, 0);

  /** Whether no seed decides anything. */
  public boolean isArgmax() {
    return draw.topK() == 1;
  }
}
