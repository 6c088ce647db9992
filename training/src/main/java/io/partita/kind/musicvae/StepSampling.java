package io.partita.kind.musicvae;

import io.partita.model.ClassDraw;

/**
 * How a decoder chooses a step's class.
 *
 * @param seed element k of what is decoded draws by (seed, k) alone
 */
public record StepSampling(ClassDraw draw, long seed) {
  /** Always the likeliest class, the lowest of equal ones; no seed decides anything. */
  public static final StepSampling ARGMAX = new StepSampling(ClassDraw.LIKELIEST, 0);

  boolean isArgmax() {
    return draw.topK() == 1;
  }
}
