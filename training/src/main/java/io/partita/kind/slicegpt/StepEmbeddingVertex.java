package io.partita.kind.slicegpt;

import io.partita.form.SliceVoice;
import io.partita.grid.StepGrid;
import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.ClassTable;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Classes of steps [batch, steps], those of a {@link SliceVoice} and one more for the beginning, to
 * rows [batch, steps, size]:
 *
 * <pre>
 * row(t) = classes[c] + bits of c · hits + bias + positions[t] + inBar[t mod 16]
 * </pre>
 *
 * <p>where the beginning has no bits. So classes that share bits, the hits of a step of drums,
 * share what was learnt of them; those of a voice without bits share nothing. Parameters: classes
 * [classes + 1, size], hits [bits, size] where there are any, positions [steps, size] and inBar
 * [16, size], drawn with the variance 1 / size, and bias [size], zeros at first.
 */
final class StepEmbeddingVertex extends WeightedVertex {
  private static final String CLASSES = "classes";
  private static final String HITS = "hits";
  private static final String BIAS = "bias";
  private static final String POSITIONS = "positions";
  private static final String IN_BAR = "inBar";

  @JsonProperty private final int steps;
  @JsonProperty private final int size;
  @JsonProperty private final int classes;
  @JsonProperty private final int bits;

  StepEmbeddingVertex(int steps, int size, SliceVoice voice) {
    this(steps, size, voice.classes(), voice.bits());
  }

  @JsonCreator
  private StepEmbeddingVertex(
      @JsonProperty("steps") int steps,
      @JsonProperty("size") int size,
      @JsonProperty("classes") int classes,
      @JsonProperty("bits") int bits) {
    this.steps = steps;
    this.size = size;
    this.classes = classes;
    this.bits = bits;
  }

  long parameters() {
    return (classes + 1L + bits + 1 + steps + StepGrid.STEPS_PER_BAR) * size;
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(CLASSES, classes + 1L, size);
    if (bits > 0) {
      params.addWeightParam(HITS, bits, size);
    }
    params.addBiasParam(BIAS, size);
    params.addWeightParam(POSITIONS, steps, size);
    params.addWeightParam(IN_BAR, StepGrid.STEPS_PER_BAR, size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    for (String drawn : List.of(CLASSES, HITS, POSITIONS, IN_BAR)) {
      INDArray weights = params.get(drawn);
      if (weights == null) {
        continue;
      }
      INDArray row = weights.reshape(weights.length());
      new WeightInitXavier().init((double) size, size, weights.shape(), 'c', row);
    }
    params.get(BIAS).assign(0);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  /** The embedding in a graph. */
  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  final class AtWork extends OneInputGraphVertex {
    /** Null until it is computed on a GPU. */
    private transient ClassTable onGpu;

    private AtWork(VertexPlace place) {
      super(StepEmbeddingVertex.this, place);
    }

    /** With the weights of now. */
    Table table() {
      return new Table(
          size, classRows(), Doubles.of(parameter(POSITIONS)), Doubles.of(parameter(IN_BAR)));
    }

    /** What classes are embedded as, positions aside, [classes + 1, size]. */
    private double[] classRows() {
      double[] rows = Doubles.of(parameter(CLASSES));
      double[] ofHits = bits == 0 ? null : Doubles.of(parameter(HITS));
      double[] bias = Doubles.of(parameter(BIAS));
      for (int number = 0; number <= classes; number++) {
        add(bias, 0, rows, number);
        for (int bit = 0; bit < bits; bit++) {
          if (has(number, bit)) {
            add(ofHits, bit, rows, number);
          }
        }
      }
      return rows;
    }

    /** The beginning has none. */
    private boolean has(int number, int bit) {
      return number < classes && (number & 1 << bit) != 0;
    }

    private void add(double[] from, int row, double[] to, int rowOfTo) {
      for (int k = 0; k < size; k++) {
        to[rowOfTo * size + k] += from[row * size + k];
      }
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] numbers = numbers();
      long[] shape = {numbers.length / steps, steps, size};
      if (ClassTable.serves(dataType)) {
        INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
        if (onGpu == null) {
          int inBar = StepGrid.STEPS_PER_BAR;
          onGpu = new ClassTable(params(), classes + 1, size, bits, steps, inBar);
        }
        onGpu.embed(Dense.of(inputs[0]), y);
        return y;
      }
      Table table = table();
      double[] rows = new double[numbers.length * size];
      for (int place = 0; place < numbers.length; place++) {
        table.put((int) numbers[place], place % steps, rows, place * size);
      }
      return Doubles.array(rows, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    private double[] numbers() {
      if (inputs[0].size(1) != steps) {
        throw new IllegalArgumentException(
            "The embedding takes %d steps, not %d.".formatted(steps, inputs[0].size(1)));
      }
      double[] numbers = Doubles.of(inputs[0]);
      for (double number : numbers) {
        if (number < 0 || number > classes) {
          throw new IllegalArgumentException(
              "Class %.0f is outside 0 … %d.".formatted(number, classes));
        }
      }
      return numbers;
    }

    @Override
    protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
      if (ofInput != null) {
        ofInput.assign(0);
      }
      if (ClassTable.serves(dataType)) {
        onGpu.embedBack(above, false, getGradientsViewArray());
        return;
      }
      double[] numbers = numbers();
      double[] from = Doubles.of(above);
      double[] ofClasses = new double[(classes + 1) * size];
      double[] ofHits = new double[bits * size];
      double[] ofBias = new double[size];
      double[] ofPositions = new double[steps * size];
      double[] ofBars = new double[StepGrid.STEPS_PER_BAR * size];
      for (int place = 0; place < numbers.length; place++) {
        add(from, place, ofClasses, (int) numbers[place]);
        add(from, place, ofPositions, place % steps);
      }
      for (int step = 0; step < steps; step++) {
        add(ofPositions, step, ofBars, step % StepGrid.STEPS_PER_BAR);
      }
      for (int number = 0; number <= classes; number++) {
        add(ofClasses, number, ofBias, 0);
        for (int bit = 0; bit < bits; bit++) {
          if (has(number, bit)) {
            add(ofClasses, number, ofHits, bit);
          }
        }
      }
      Doubles.put(ofClasses, gradient(CLASSES));
      if (bits > 0) {
        Doubles.put(ofHits, gradient(HITS));
      }
      Doubles.put(ofBias, gradient(BIAS));
      Doubles.put(ofPositions, gradient(POSITIONS));
      Doubles.put(ofBars, gradient(IN_BAR));
    }
  }

  /**
   * The rows of an embedding.
   *
   * @param classes with their bits and the bias, [classes + 1, size]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Table(int size, double[] classes, double[] positions, double[] inBar) {
    /** Writes the row of a class at a step. */
    void put(int number, int step, double[] into, int first) {
      int bar = step % StepGrid.STEPS_PER_BAR;
      for (int k = 0; k < size; k++) {
        into[first + k] =
            classes[number * size + k] + positions[step * size + k] + inBar[bar * size + k];
      }
    }
  }
}
