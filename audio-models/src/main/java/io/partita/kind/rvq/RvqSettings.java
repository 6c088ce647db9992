package io.partita.kind.rvq;

/**
 * How a quantiser is trained.
 *
 * @param stages at least 1
 * @param entries of each stage, at least 2
 * @param zeroCodeword whether entry 0 of all stages but the first stays 0
 * @param maxIterations of a stage, at least 1
 * @param seed of the frames that entries begin as
 */
public record RvqSettings(
    int stages, int entries, boolean zeroCodeword, int maxIterations, long seed) {
  /** A stage ends when the error falls by a smaller share than this. */
  public static final double LEAST_CHANGE = 1e-4;
}
