package io.partita.models.evaluation;

import io.partita.training.examples.FileScores;
import java.util.List;
import java.util.Map;

/**
 * The figures of simple guesses.
 *
 * @param all figures in their order; of those that are none of the scores nothing is known
 * @param scores of the same files as the model's, by {@link BaselineFigure#column}
 * @param others what else is to be known of a baseline, by its name: numbers, and under a number's
 *     name with {@link #INTERVAL} the two ends of its interval, or null; may be empty
 */
public record BaselineScores(
    List<BaselineFigure> all, FileScores scores, Map<String, Map<String, Object>> others) {
  /** What the name of a figure's interval ends with. */
  public static final String INTERVAL = "_interval";

  /** The mean; null where it is not known. */
  Double mean(BaselineFigure figure) {
    return isKnown(figure) ? scores.sum().mean(figure.column()) : null;
  }

  boolean isKnown(BaselineFigure figure) {
    return scores.figures().contains(figure.column());
  }
}
