package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.nn.blas.Doubles;
import io.partita.nn.loss.LogitRows;
import io.partita.nn.vertex.TermVertex;
import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * The reconstruction of a performance: {@link PerformanceLoss}'s cost summed over the steps.
 *
 * <p>Inputs: logits [steps · batch, 27], the batch of step 0, of step 1, …, or what a {@link
 * DeviationVertex} makes of them; and the performances [batch, 27, steps], which get no gradient.
 * Output: [batch, 1].
 */
final class PerformanceLossVertex extends TermVertex {
  @JsonCreator
  PerformanceLossVertex() {
    super(2);
  }

  @Override
  protected double[] output(Inputs inputs) {
    double[] targets = targets(inputs);
    LogitRows rows = new LogitRows(inputs.array(0));
    double[] losses = new double[inputs.size(1, 0)];
    double[] parts = new double[PerformanceLoss.PARTS];
    for (int row = 0; row < targets.length / DrumPerformance.ROW; row++) {
      double[] active = rows.read(row);
      PerformanceLoss.activate(active);
      Arrays.fill(parts, 0);
      PerformanceLoss.addParts(active, targets, row * DrumPerformance.ROW, parts);
      losses[row % losses.length] += Arrays.stream(parts).sum();
    }
    return losses;
  }

  /** As the rows of the logits. */
  private static double[] targets(Inputs inputs) {
    return Doubles.of(inputs.array(1).permute(2, 0, 1));
  }

  @Override
  protected double[][] gradients(Inputs inputs, double[] above) {
    double[] targets = targets(inputs);
    LogitRows rows = new LogitRows(inputs.array(0));
    int size = inputs.size(0, 1);
    double[] gradient = new double[(int) inputs.array(0).length()];
    for (int row = 0; row < targets.length / DrumPerformance.ROW; row++) {
      double[] of = rows.read(row);
      PerformanceLoss.activate(of);
      PerformanceLoss.gradient(of, targets, row * DrumPerformance.ROW);
      for (int k = 0; k < size; k++) {
        gradient[row * size + k] = above[row % above.length] * of[k];
      }
    }
    return new double[][] {gradient, null};
  }
}
