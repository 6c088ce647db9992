package io.partita.model.evaluate;

import io.partita.model.TrainableModel;
import io.partita.model.examples.FileScores;
import io.partita.model.train.TrainedModel;
import java.util.Map;

/**
 * What was measured of a model.
 *
 * @param scores of each file
 * @param figures by name; those of the scores' are their means
 * @param details what else programs are to know, by name
 * @param text what else people are to read: lines that end with a line break, or nothing
 * @param training the same of a sample of what it was trained on; null where that is not known
 */
public record Measured(
    TrainedModel<?> model,
    FileScores scores,
    Map<String, Double> figures,
    Map<String, Object> details,
    String text,
    Training training) {
  /**
   * @param examples number of them
   * @param figures those of {@link TrainableModel#figures}
   */
  public record Training(long examples, Map<String, Double> figures) {}
}
