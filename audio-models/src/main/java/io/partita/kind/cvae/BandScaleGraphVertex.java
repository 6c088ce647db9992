package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The numbers of bands at work in a graph; {@link BandScaleVertex} says what becomes of them. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class BandScaleGraphVertex extends OneInputGraphVertex {
  private final int bands;

  BandScaleGraphVertex(BandScaleVertex config, VertexPlace place) {
    super(config, place);
    this.bands = config.bands;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    double[] values = Doubles.of(inputs[0]);
    double[] scales = Doubles.of(parameter(BandScaleVertex.SCALES));
    int batch = (int) inputs[0].size(0);
    int frames = (int) inputs[0].size(3);
    int size = bands * frames;
    double[] both = new double[2 * values.length];
    for (int k = 0; k < values.length; k++) {
      int first = k / size * 2 * size + k % size;
      both[first] = values[k];
      both[first + size] = scales[k % size / frames];
    }
    long[] shape = {batch, 2, bands, frames};
    return Doubles.array(both, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    double[] ofBoth = Doubles.of(above);
    int frames = (int) above.size(3);
    int size = bands * frames;
    double[] ofScales = new double[bands];
    for (int k = 0; k < ofBoth.length / 2; k++) {
      ofScales[k % size / frames] += ofBoth[k / size * 2 * size + size + k % size];
    }
    Doubles.put(ofScales, gradient(BandScaleVertex.SCALES));
    if (ofInput != null) {
      ofInput.assign(
          above.get(
              NDArrayIndex.all(),
              NDArrayIndex.interval(0, 1),
              NDArrayIndex.all(),
              NDArrayIndex.all()));
    }
  }
}
