package io.partita.model.cvae;

import io.partita.lstm.Doubles;
import io.partita.lstm.PlainGraphVertex;
import io.partita.lstm.PlainVertex;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a decoder's output says of an example's values: −ln of their density or probability, summed
 * over the values, nats: the reconstruction term of a variational autoencoder's loss.
 *
 * <p>Inputs: what was decoded, {@link #channels()} numbers for each value, all first ones of an
 * example before all second ones, in any shape; the values, [batch, …], which get no gradient.
 * Output: [batch, 1].
 */
abstract class LikelihoodVertex extends PlainVertex {
  private static final long serialVersionUID = 1L;

  LikelihoodVertex() {
    super(2);
  }

  /** Numbers that are decoded for a value. */
  abstract int channels();

  /** −ln of a value's density or probability. */
  abstract double nats(double first, double second, double value);

  /** The derivative of {@link #nats} by the first number. */
  abstract double byFirst(double first, double second, double value);

  /** By the second one, where there is one. */
  abstract double bySecond(double first, double second, double value);

  /** The mean of a value's distribution, as values are. */
  abstract double mean(double first);

  /**
   * Of one example.
   *
   * @param decoded of examples one after the other
   * @param values of examples one after the other
   * @param size values of an example
   */
  final double nats(double[] decoded, double[] values, int example, int size) {
    int first = example * size * channels();
    int second = channels() == 1 ? 0 : size;
    double nats = 0;
    for (int k = 0; k < size; k++) {
      nats += nats(decoded[first + k], decoded[first + second + k], values[example * size + k]);
    }
    return nats;
  }

  @Override
  public final GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    return new AtWork(this, graph, name, idx, networkDatatype);
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    private static final long serialVersionUID = 1L;

    private final LikelihoodVertex config;

    AtWork(LikelihoodVertex config, ComputationGraph graph, String name, int index, DataType type) {
      super(graph, name, index, type);
      this.config = config;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] decoded = Doubles.of(inputs[0]);
      double[] values = Doubles.of(inputs[1]);
      double[] terms = new double[(int) inputs[0].size(0)];
      for (int example = 0; example < terms.length; example++) {
        terms[example] = config.nats(decoded, values, example, values.length / terms.length);
      }
      long[] shape = {terms.length, 1};
      return Doubles.array(terms, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      double[] decoded = Doubles.of(inputs[0]);
      double[] values = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      int size = values.length / above.length;
      double[] gradient = new double[decoded.length];
      for (int k = 0; k < values.length; k++) {
        double weight = above[k / size];
        int first = k / size * size * config.channels() + k % size;
        if (config.channels() == 1) {
          gradient[first] = weight * config.byFirst(decoded[first], 0, values[k]);
        } else {
          double second = decoded[first + size];
          gradient[first] = weight * config.byFirst(decoded[first], second, values[k]);
          gradient[first + size] = weight * config.bySecond(decoded[first], second, values[k]);
        }
      }
      INDArray ofDecoded =
          Doubles.array(
              gradient, inputs[0].shape(), dataType, ArrayType.ACTIVATION_GRAD, workspaces);
      return new Pair<>(null, new INDArray[] {ofDecoded, null});
    }
  }
}
