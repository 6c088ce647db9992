package io.partita.nn.vertex;

import io.partita.nn.blas.Doubles;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex without parameters that computes with doubles, all arrays in c order, and keeps nothing
 * from one pass to the next.
 */
public abstract class ValuesVertex extends PlainVertex {
  /**
   * @param inputs number that the vertex takes
   */
  protected ValuesVertex(int inputs) {
    super(inputs);
  }

  protected abstract double[] output(Inputs inputs);

  /**
   * The gradient of each input; null for one that gets none.
   *
   * @param above the gradient of the output
   */
  protected abstract double[][] gradients(Inputs inputs, double[] above);

  /**
   * The shape of the output: that of the first input, unless a subclass says another.
   *
   * @param length of the output
   */
  protected long[] shape(Inputs inputs, int length) {
    return inputs.shape(0);
  }

  /** What a pass reads. */
  protected static final class Inputs {
    private final INDArray[] arrays;
    private final int iteration;

    private Inputs(INDArray[] arrays, int iteration) {
      this.arrays = arrays;
      this.iteration = iteration;
    }

    /** A copy of an input's values. */
    public double[] values(int input) {
      return Doubles.of(arrays[input]);
    }

    public INDArray array(int input) {
      return arrays[input];
    }

    public long[] shape(int input) {
      return arrays[input].shape();
    }

    public int size(int input, int axis) {
      return (int) arrays[input].size(axis);
    }

    /** The update that the network is at, from 0. */
    public int iteration() {
      return iteration;
    }
  }

  @Override
  protected final PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    private Inputs read() {
      return new Inputs(inputs, iteration());
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] output = output(read());
      long[] shape = shape(read(), output.length);
      return Doubles.array(output, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[][] gradients = gradients(read(), Doubles.of(epsilon));
      INDArray[] ofInputs = new INDArray[gradients.length];
      for (int input = 0; input < gradients.length; input++) {
        if (gradients[input] != null) {
          long[] shape = inputs[input].shape();
          ofInputs[input] =
              Doubles.array(
                  gradients[input], shape, dataType, ArrayType.ACTIVATION_GRAD, workspaces);
        }
      }
      return ofInputs;
    }
  }
}
