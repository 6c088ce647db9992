package io.partita.kind.groovae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Sets beside each row of a decoder the learnt logarithms of deviations, the same whatever the row:
 * of the velocities and of the offsets of the nine drums.
 *
 * <p>Input: [rows, 27]. Output: [rows, 27 + {@value PerformanceLoss#DEVIATIONS}]. Parameters:
 * {@value #LOGS}, at first ln ¼.
 */
final class DeviationVertex extends WeightedVertex {
  static final String LOGS = "s";

  @JsonCreator
  DeviationVertex() {}

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addBiasParam(LOGS, PerformanceLoss.DEVIATIONS);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    params.get(LOGS).assign(Math.log(0.25));
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new AtWork(this, place);
  }

  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  private static final class AtWork extends OneInputGraphVertex {
    AtWork(DeviationVertex config, VertexPlace place) {
      super(config, place);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] rows = Doubles.of(inputs[0]);
      double[] logs = Doubles.of(parameter(LOGS));
      int count = (int) inputs[0].size(0);
      int size = rows.length / count;
      int both = size + logs.length;
      double[] beside = new double[count * both];
      for (int row = 0; row < count; row++) {
        System.arraycopy(rows, row * size, beside, row * both, size);
        System.arraycopy(logs, 0, beside, row * both + size, logs.length);
      }
      long[] shape = {count, both};
      return Doubles.array(beside, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
      double[] ofBoth = Doubles.of(above);
      int both = (int) above.size(1);
      int size = both - PerformanceLoss.DEVIATIONS;
      double[] ofLogs = new double[PerformanceLoss.DEVIATIONS];
      for (int first = size; first < ofBoth.length; first += both) {
        for (int k = 0; k < ofLogs.length; k++) {
          ofLogs[k] += ofBoth[first + k];
        }
      }
      Doubles.put(ofLogs, gradient(LOGS));
      if (ofInput != null) {
        ofInput.assign(above.get(NDArrayIndex.all(), NDArrayIndex.interval(0, size)));
      }
    }
  }
}
