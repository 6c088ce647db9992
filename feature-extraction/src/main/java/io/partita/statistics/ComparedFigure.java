package io.partita.statistics;

/**
 * A figure of what was drawn held against that of what is real.
 *
 * @param figure its name
 * @param apart by how much the two may differ
 */
public record ComparedFigure(String figure, double drawn, double real, double apart) {
  /** Whether it differs by no more than that; rounding counts as equal. */
  public boolean isNear() {
    return Math.abs(drawn - real) <= apart + 1e-9;
  }
}
