package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.nn.blas.Doubles;
import io.partita.nn.loss.LogitRows;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * The reconstruction of a performance: {@link PerformanceLoss}'s cost summed over the steps.
 *
 * <p>Inputs: logits [steps · batch, 27], the batch of step 0, of step 1, …, or what a {@link
 * DeviationVertex} makes of them; and the performances [batch, 27, steps], which get no gradient.
 * Output: [batch, 1].
 */
final class PerformanceLossVertex extends PlainVertex {
  @JsonCreator
  PerformanceLossVertex() {
    super(2);
  }

  @Override
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  protected List<Object> settings() {
    return List.of();
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) inputs[1].size(0);
      double[] targets = targets();
      LogitRows rows = new LogitRows(inputs[0]);
      double[] losses = new double[batch];
      double[] parts = new double[PerformanceLoss.PARTS];
      for (int row = 0; row < targets.length / DrumPerformance.ROW; row++) {
        double[] active = rows.read(row);
        PerformanceLoss.activate(active);
        Arrays.fill(parts, 0);
        PerformanceLoss.addParts(active, targets, row * DrumPerformance.ROW, parts);
        losses[row % batch] += Arrays.stream(parts).sum();
      }
      return terms(losses, workspaces);
    }

    /** As the rows of the logits. */
    private double[] targets() {
      return Doubles.of(inputs[1].permute(2, 0, 1));
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] above = Doubles.of(epsilon);
      double[] targets = targets();
      int size = (int) inputs[0].size(1);
      double[] gradient = new double[(int) inputs[0].length()];
      LogitRows rows = new LogitRows(inputs[0]);
      for (int row = 0; row < targets.length / DrumPerformance.ROW; row++) {
        int first = row * DrumPerformance.ROW;
        double[] of = rows.read(row);
        PerformanceLoss.activate(of);
        PerformanceLoss.gradient(of, targets, first);
        for (int k = 0; k < size; k++) {
          gradient[row * size + k] = above[row % above.length] * of[k];
        }
      }
      return new INDArray[] {ofInput(gradient, workspaces), null};
    }
  }
}
