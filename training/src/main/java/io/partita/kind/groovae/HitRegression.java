package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumPerformance;
import java.util.Arrays;
import java.util.List;

/**
 * Linear regressions of each cell's velocity and offset on all hits of the slice (ridge, Hoerl and
 * Kennard, 1970), each learnt from the slices that have a hit there. The mean is not penalised.
 */
final class HitRegression {
  private static final double LAMBDA = 30;

  private final int cells;

  /** [cell][0 velocity, 1 offset][hit], then the constant; null where no slice has the hit. */
  private final double[][][] weights;

  /**
   * @param slices of one length
   */
  HitRegression(List<DrumPerformance> slices) {
    cells = slices.get(0).steps() * DrumClass.COUNT;
    weights = new double[cells][][];
    int[][] hits = slices.stream().map(HitRegression::hits).toArray(int[][]::new);
    for (int cell = 0; cell < cells; cell++) {
      weights[cell] = learnt(slices, hits, cell);
    }
  }

  /** Numbers of the cells that have a hit, ascending. */
  private static int[] hits(DrumPerformance slice) {
    int[] hits = new int[slice.hits()];
    int found = 0;
    for (int cell = 0; cell < slice.steps() * DrumClass.COUNT; cell++) {
      if (slice.isHit(cell / DrumClass.COUNT, cell % DrumClass.COUNT)) {
        hits[found++] = cell;
      }
    }
    return hits;
  }

  private double[][] learnt(List<DrumPerformance> slices, int[][] hits, int cell) {
    double[][] products = new double[cells][cells]; // the lower half
    double[] means = new double[cells];
    double[][] withTargets = new double[2][cells];
    double[] targetMeans = new double[2];
    int count = 0;
    for (int k = 0; k < hits.length; k++) {
      if (Arrays.binarySearch(hits[k], cell) < 0) {
        continue;
      }
      count++;
      double[] targets = targets(slices.get(k), cell);
      for (int target = 0; target < 2; target++) {
        targetMeans[target] += targets[target];
      }
      for (int row = 0; row < hits[k].length; row++) {
        int of = hits[k][row];
        means[of]++;
        withTargets[0][of] += targets[0];
        withTargets[1][of] += targets[1];
        for (int column = 0; column <= row; column++) {
          products[of][hits[k][column]]++;
        }
      }
    }
    if (count == 0) {
      return null;
    }
    for (int row = 0; row < cells; row++) {
      means[row] /= count;
    }
    targetMeans[0] /= count;
    targetMeans[1] /= count;
    for (int row = 0; row < cells; row++) {
      for (int column = 0; column <= row; column++) {
        products[row][column] -= count * means[row] * means[column];
      }
      products[row][row] += LAMBDA;
    }
    Cholesky.factorise(products);
    double[][] learnt = new double[2][cells + 1];
    for (int target = 0; target < 2; target++) {
      double constant = targetMeans[target];
      for (int row = 0; row < cells; row++) {
        learnt[target][row] = withTargets[target][row] - count * means[row] * targetMeans[target];
      }
      Cholesky.solve(products, learnt[target]);
      for (int row = 0; row < cells; row++) {
        constant -= learnt[target][row] * means[row];
      }
      learnt[target][cells] = constant;
    }
    return learnt;
  }

  private static double[] targets(DrumPerformance slice, int cell) {
    float[] rows = slice.rows();
    int at = cell / DrumClass.COUNT * DrumPerformance.ROW + cell % DrumClass.COUNT;
    return new double[] {rows[at + DrumPerformance.VELOCITY], rows[at + DrumPerformance.OFFSET]};
  }

  /**
   * What it says of the hits of a slice.
   *
   * @param unknown rows that stay where no slice had the hit, [step · 27]
   * @return rows as {@link DrumPerformance#rows} has them, clipped to their ranges
   */
  float[] predict(DrumPerformance slice, float[] unknown) {
    int[] hits = hits(slice);
    float[] rows = unknown.clone();
    for (int cell : hits) {
      if (weights[cell] != null) {
        int at = cell / DrumClass.COUNT * DrumPerformance.ROW + cell % DrumClass.COUNT;
        double velocity = value(weights[cell][0], hits);
        double offset = value(weights[cell][1], hits);
        rows[at + DrumPerformance.VELOCITY] = (float) Math.max(0, Math.min(velocity, 1));
        rows[at + DrumPerformance.OFFSET] = (float) Math.max(-1, Math.min(offset, 1));
      }
    }
    return rows;
  }

  private static double value(double[] of, int[] hits) {
    double value = of[of.length - 1];
    for (int hit : hits) {
      value += of[hit];
    }
    return value;
  }
}
