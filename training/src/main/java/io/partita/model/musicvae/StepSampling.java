package io.partita.model.musicvae;

/**
 * How a decoder chooses a step's class.
 *
 * @param temperature above 0; 1 draws as the model says, less draws likelier classes
 * @param argmax always the likeliest class instead; the temperature says nothing then
 * @param seed element k of what is decoded draws by (seed, k) alone
 */
public record StepSampling(double temperature, boolean argmax, long seed) {
  public static final StepSampling ARGMAX = new StepSampling(1, true, 0);

  public StepSampling {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "The temperature must be above 0, not " + temperature + ".");
    }
  }
}
