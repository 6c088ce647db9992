package io.partita.model.evaluate;

import java.io.Serializable;

/**
 * A figure of a simple guess that is beside a model.
 *
 * @param figure as the guess's own object has it
 */
public record BaselineFigure(String baseline, String figure) implements Serializable {
  /** Its name among those of other baselines. */
  public String column() {
    return baseline + "_" + figure;
  }
}
