package io.partita.model.evaluate;

import io.partita.model.examples.FileScores;
import java.util.List;

/** The choice of an n-gram model's order. */
public final class NgramOrder {
  private NgramOrder() {}

  /**
   * The index of the least loss; of equal ones the lowest order.
   *
   * @param losses by order, at least one
   */
  public static int best(double[] losses) {
    int best = 0;
    for (int order = 1; order < losses.length; order++) {
      best = losses[order] < losses[best] ? order : best;
    }
    return best;
  }

  /**
   * The n-gram model with the least loss on the validation split.
   *
   * @param names of n-gram models
   * @param figure that is their loss
   * @param validation scores by {@link BaselineFigure#column}
   * @return null where that split has no example
   */
  public static String best(List<String> names, String figure, FileScores validation) {
    if (validation.files().isEmpty()) {
      return null;
    }
    return names.get(
        best(
            names.stream()
                .map(name -> new BaselineFigure(name, figure).column())
                .mapToDouble(validation.sum()::mean)
                .toArray()));
  }
}
