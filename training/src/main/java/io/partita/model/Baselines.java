package io.partita.model;

import java.util.List;

/**
 * The simple guesses that evaluations set beside a model.
 *
 * @param figure name that evaluations give to a guess's figure, which is beside the model's first
 *     {@link ModelFigure}
 * @param names of the guesses, in their order
 */
public record Baselines(String figure, List<String> names) {
  /** The n-gram model of the order with the lowest loss on the validation split. */
  public static final String NGRAM = "ngram";
}
