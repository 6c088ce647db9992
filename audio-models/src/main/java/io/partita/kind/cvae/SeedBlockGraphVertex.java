package io.partita.kind.cvae;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The block at work in a graph; {@link SeedBlockVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class SeedBlockGraphVertex extends OneInputGraphVertex {
  private static final double SLOPE = 0.4;

  /** Keras adds 1e-3 to the variance of a batch norm. */
  private static final double BATCH_NORM = 1 / Math.sqrt(1 + 1e-3);

  private final SeedBlockVertex config;

  SeedBlockGraphVertex(SeedBlockVertex config, VertexPlace place) {
    super(config, place);
    this.config = config;
  }

  /**
   * A convolution of one filter with its norm and rectifier, where it meets the only position.
   *
   * @param weights of the tap that does
   * @param bias added to the product
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Unit(double[] weights, double bias, double gamma, double beta, boolean constant) {
    /** The convolution's output, which a norm of one position forgets. */
    double sum(double[] x) {
      double sum = bias;
      for (int k = 0; k < x.length; k++) {
        sum += weights[k] * x[k];
      }
      return sum;
    }

    double normal(double sum) {
      return constant ? beta : gamma * sum * BATCH_NORM + beta;
    }

    double of(double[] x) {
      double normal = normal(sum(x));
      return normal > 0 ? normal : SLOPE * normal;
    }

    /**
     * Adds up gradients.
     *
     * @param above the gradient of what came out
     * @param ofTap to add to: those of the weights, then of bias, gamma and beta
     * @return the gradient of x
     */
    double[] backward(double[] x, double above, double[] ofTap) {
      double sum = sum(x);
      double ofNormal = normal(sum) > 0 ? above : SLOPE * above;
      double[] ofX = new double[x.length];
      ofTap[x.length + 2] += ofNormal;
      if (!constant) {
        double ofSum = ofNormal * gamma * BATCH_NORM;
        ofTap[x.length + 1] += ofNormal * sum * BATCH_NORM;
        ofTap[x.length] += ofSum;
        for (int k = 0; k < x.length; k++) {
          ofTap[k] += ofSum * x[k];
          ofX[k] = ofSum * weights[k];
        }
      }
      return ofX;
    }
  }

  /**
   * @param number 0 or 1
   */
  private Unit unit(int number) {
    String name = number == 0 ? SeedBlockVertex.FIRST : SeedBlockVertex.SECOND;
    double[] all = Doubles.of(parameter(name));
    double[] weights = new double[all.length / config.kernel];
    System.arraycopy(all, config.tap() * weights.length, weights, 0, weights.length);
    double[] scalars = Doubles.of(parameter(SeedBlockVertex.SCALARS));
    int first = 3 * number;
    return new Unit(
        weights, scalars[first], scalars[first + 1], scalars[first + 2], config.constant);
  }

  private static double[] rectified(double[] all, int first, int count) {
    double[] x = new double[count];
    for (int k = 0; k < count; k++) {
      x[k] = Math.max(0, all[first + k]);
    }
    return x;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    double[] all = Doubles.of(inputs[0]);
    double[] out = new double[all.length];
    Unit one = unit(0);
    Unit two = unit(1);
    int size = config.channels;
    for (int first = 0; first < all.length; first += size) {
      double added = two.of(new double[] {one.of(rectified(all, first, size))});
      for (int k = first; k < first + size; k++) {
        out[k] = Math.max(0, all[k] + added);
      }
    }
    return Doubles.array(out, inputs[0].shape(), dataType, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
    double[] all = Doubles.of(inputs[0]);
    double[] ofOut = Doubles.of(above);
    double[] ofAll = new double[all.length];
    Unit one = unit(0);
    Unit two = unit(1);
    int size = config.channels;
    double[] ofOne = new double[size + 3];
    double[] ofTwo = new double[1 + 3];
    for (int first = 0; first < all.length; first += size) {
      double[] x = rectified(all, first, size);
      double[] h = {one.of(x)};
      double added = two.of(h);
      double ofAdded = 0;
      for (int k = first; k < first + size; k++) {
        ofAll[k] = all[k] + added > 0 ? ofOut[k] : 0;
        ofAdded += ofAll[k];
      }
      double[] ofX = one.backward(x, two.backward(h, ofAdded, ofTwo)[0], ofOne);
      for (int k = 0; k < size; k++) {
        ofAll[first + k] += all[first + k] > 0 ? ofX[k] : 0;
      }
    }
    put(gradient(SeedBlockVertex.FIRST), ofOne, size);
    put(gradient(SeedBlockVertex.SECOND), ofTwo, 1);
    double[] ofScalars = new double[2 * 3];
    System.arraycopy(ofOne, size, ofScalars, 0, 3);
    System.arraycopy(ofTwo, 1, ofScalars, 3, 3);
    Doubles.put(ofScalars, gradient(SeedBlockVertex.SCALARS));
    if (ofInput != null) {
      Doubles.put(ofAll, ofInput);
    }
  }

  /** The gradients of a kernel: of the tap that meets the position, and zeros. */
  private void put(INDArray ofKernel, double[] ofTap, int size) {
    double[] all = new double[(int) ofKernel.length()];
    System.arraycopy(ofTap, 0, all, config.tap() * size, size);
    Doubles.put(all, ofKernel);
  }
}
