package io.partita.api;

import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Length;

/**
 * How a model samples notes or steps, and where a generation ends. What is not set is as {@code
 * partita generate} has it by default; ranges are checked when a model is asked to generate.
 *
 * @param temperature above 0, at most 100; below 1 favours likely notes; null for the model's usual
 * @param topK the number of likeliest notes or steps to sample from, at least 1; null for all
 * @param topP the total probability of the smallest set to sample from, above 0 to 1; null for 1
 * @param argmax whether to take the likeliest note or step instead of sampling
 * @param length null for the kind's usual: 200 notes, 16 bars, or a length that is fixed
 */
public record Sampling(
    Double temperature, Integer topK, Double topP, boolean argmax, Length length) {
  /** All by default. */
  public static Sampling usual() {
    return new Sampling(null, null, null, false, null);
  }

  /** Always the likeliest note or step; then the seed decides only what else a model draws. */
  public static Sampling likeliest() {
    return new Sampling(null, null, null, true, null);
  }

  /** With a temperature above 0, at most 100. */
  public Sampling temperature(double value) {
    return new Sampling(value, topK, topP, argmax, length);
  }

  /** With so many of the likeliest notes or steps to sample from, at least 1. */
  public Sampling topK(int value) {
    return new Sampling(temperature, value, topP, argmax, length);
  }

  /** With nucleus sampling from the smallest set of this total probability, above 0 to 1. */
  public Sampling topP(double value) {
    return new Sampling(temperature, topK, value, argmax, length);
  }

  /** With so many notes at most, 1 to 100,000: for note models. */
  public Sampling notes(int most) {
    return with(Length.Unit.NOTES, most);
  }

  /** With so many bars at most, 1 to 10,000: for token models. */
  public Sampling bars(int most) {
    return with(Length.Unit.BARS, most);
  }

  /** With so many seconds at most, above 0 to 3,600: for token models. */
  public Sampling seconds(double most) {
    return with(Length.Unit.SECONDS, most);
  }

  private Sampling with(Length.Unit unit, double most) {
    return new Sampling(temperature, topK, topP, argmax, new Length(unit, most));
  }

  /** Those of {@code partita generate}, checked. */
  GenerateOptions options(long seed) {
    GenerateOptions options = GenerateOptions.of(seed, temperature, topK, topP, argmax);
    options.check();
    return options;
  }
}
