package io.partita.nn.lstm;

import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An LSTM as a vertex of a computation graph, with initial states that other vertices may compute.
 *
 * <p>With x(t) a step's input, i, f, z, o the input gate, forget gate, candidate and output gate,
 *
 * <pre>
 * [i f z o](t) = x(t)·W + h(t-1)·R + b     i, f, o through the sigmoid, z through tanh
 * c(t) = f·c(t-1) + i·z
 * h(t) = o·tanh(c(t))
 * </pre>
 *
 * <p>as Hochreiter and Schmidhuber's cell with forget gates is commonly written, without peepholes.
 * Parameters: {@value #INPUT_WEIGHTS} W [in + condition, 4·units] and {@value #RECURRENT_WEIGHTS} R
 * [units, 4·units], both drawn by Xavier's rule in this order; {@value #BIAS} b [4·units], 1 for
 * the forget gate, else 0. Columns are in the order i, f, z, o.
 *
 * <p>Inputs of the vertex, in this order: x, the condition if there is one, and what {@link Start}
 * asks for. The two initial states must come from two vertices: DL4J cannot tell two edges from one
 * vertex apart. Masks are not looked at: padding belongs at the end, its loss masked.
 *
 * <p>L2 is applied to the weights, but is not in the reported score, where DL4J adds layers only.
 */
public final class LstmVertex extends WeightedVertex {
  public static final String INPUT_WEIGHTS = "W";
  public static final String RECURRENT_WEIGHTS = "R";
  public static final String BIAS = "b";

  /** Instead of a class: a step whose input is all zeros. */
  public static final int NO_CLASS = -1;

  /** What x is. */
  public enum Input {
    /** Numbers [batch, in, T]. */
    VALUES,
    /**
     * Classes 0 until in, or {@link #NO_CLASS}, [batch, T]: the same as their one-hot rows as
     * values, without the multiplication by zeros. No gradient is returned for them.
     */
    CLASSES
  }

  /** Where h and c begin. */
  public enum Start {
    /** At zero. */
    ZEROS,
    /** At the second and third input, h0 and c0, [batch, units] each; both get gradients. */
    GIVEN,
    /**
     * At the state that this vertex was left in by its last forward pass, for sequences whose
     * second input, carry [batch, 1], is 1; at zero for those where it is 0, or where there was no
     * pass yet. No gradient flows back into the earlier pass. Of a carry [batch, T] the first
     * column is that; where another one is 0, the sequence begins again at that step: its state is
     * put to zero before it, and no gradient flows back over it.
     */
    CARRIED
  }

  /** What the vertex hands on. */
  public enum Output {
    /** h of every step, [batch, units, T]. */
    SEQUENCE,
    /** h of every step as rows, [T·batch, units]: the batch of step 0, then of step 1, … */
    ROWS,
    /** h of the last step, [batch, units]. */
    LAST
  }

  @JsonProperty final int in;
  @JsonProperty final int condition;
  @JsonProperty final int units;
  @JsonProperty final Input input;
  @JsonProperty final Start start;
  @JsonProperty final Output output;

  /** Without a condition. */
  public LstmVertex(int in, int units, Input input, Start start, Output output) {
    this(in, 0, units, input, start, output);
  }

  /**
   * @param in the size of x, or how many classes there are; at least 1
   * @param condition the size of a vector, the same at every step, that joins classes as input: a
   *     further input of the vertex after x, [batch, condition]; 0 if absent
   * @param units at least 1
   */
  @JsonCreator
  public LstmVertex(
      @JsonProperty("in") int in,
      @JsonProperty("condition") int condition,
      @JsonProperty("units") int units,
      @JsonProperty("input") Input input,
      @JsonProperty("start") Start start,
      @JsonProperty("output") Output output) {
    if (in < 1 || units < 1) {
      throw new IllegalArgumentException(
          "An LSTM needs at least one input and one unit, not %d and %d.".formatted(in, units));
    }
    if (condition < 0 || (condition > 0 && input != Input.CLASSES)) {
      throw new IllegalArgumentException("A condition joins classes, and has no size below 0.");
    }
    this.in = in;
    this.condition = condition;
    this.units = units;
    this.input = Objects.requireNonNull(input, "input");
    this.start = Objects.requireNonNull(start, "start");
    this.output = Objects.requireNonNull(output, "output");
  }

  @Override
  protected List<String> inputs() {
    List<String> inputs = new ArrayList<>(List.of("x"));
    if (condition > 0) {
      inputs.add("condition");
    }
    inputs.addAll(
        switch (start) {
          case ZEROS -> List.of();
          case GIVEN -> List.of("h0", "c0");
          case CARRIED -> List.of("carry");
        });
    return inputs;
  }

  /** Trainable numbers of an LSTM that reads so many: four gates of them, its state and a bias. */
  public static long parameters(int in, int units) {
    return 4L * units * (in + units + 1);
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(INPUT_WEIGHTS, in + condition, 4L * units);
    params.addWeightParam(RECURRENT_WEIGHTS, units, 4L * units);
    params.addBiasParam(BIAS, 4L * units);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    drawWeights(params.get(INPUT_WEIGHTS));
    drawWeights(params.get(RECURRENT_WEIGHTS));
    INDArray bias = params.get(BIAS);
    bias.assign(0);
    bias.get(NDArrayIndex.interval(units, 2L * units)).assign(1);
  }

  private void drawWeights(INDArray weights) {
    INDArray row = weights.reshape(weights.length());
    new WeightInitXavier().init((double) weights.size(0), units, weights.shape(), 'c', row);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new LstmGraphVertex(this, place);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    long steps =
        switch (input) {
          case VALUES -> ((InputType.InputTypeRecurrent) vertexInputs[0]).getTimeSeriesLength();
          case CLASSES -> ((InputType.InputTypeFeedForward) vertexInputs[0]).getSize();
        };
    return output == Output.SEQUENCE
        ? InputType.recurrent(units, steps)
        : InputType.feedForward(units);
  }
}
