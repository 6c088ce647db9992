package io.partita.kind.slicegpt;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.nn.blas.Doubles;
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
 * Classes of steps [batch, steps], 0 to 511 for sets of hits and 512 for the beginning, to rows
 * [batch, steps, size]:
 *
 * <pre>
 * row(t) = classes[c] + hits of c · hits + bias + positions[t] + inBar[t mod 16]
 * </pre>
 *
 * <p>where the beginning has no hits. So classes that share hits share what was learnt of them.
 * Parameters: classes [513, size], hits [9, size], positions [steps, size] and inBar [16, size],
 * drawn with the variance 1 / size, and bias [size], zeros at first.
 */
final class StepEmbeddingVertex extends WeightedVertex {
  private static final String CLASSES = "classes";
  private static final String HITS = "hits";
  private static final String BIAS = "bias";
  private static final String POSITIONS = "positions";
  private static final String IN_BAR = "inBar";

  @JsonProperty private final int steps;
  @JsonProperty private final int size;

  @JsonCreator
  StepEmbeddingVertex(@JsonProperty("steps") int steps, @JsonProperty("size") int size) {
    this.steps = steps;
    this.size = size;
  }

  static long parameters(int steps, int size) {
    return (SliceGpt.BEGIN + 1L + DrumClass.COUNT + 1 + steps + DrumGrid.STEPS_PER_BAR) * size;
  }

  @Override
  protected List<Object> settings() {
    return List.of(steps, size);
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(CLASSES, SliceGpt.BEGIN + 1L, size);
    params.addWeightParam(HITS, DrumClass.COUNT, size);
    params.addBiasParam(BIAS, size);
    params.addWeightParam(POSITIONS, steps, size);
    params.addWeightParam(IN_BAR, DrumGrid.STEPS_PER_BAR, size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    for (String drawn : List.of(CLASSES, HITS, POSITIONS, IN_BAR)) {
      INDArray weights = params.get(drawn);
      INDArray row = weights.reshape(weights.length());
      new WeightInitXavier().init((double) size, size, weights.shape(), 'c', row);
    }
    params.get(BIAS).assign(0);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  public StepEmbeddingVertex clone() {
    return likeThis(new StepEmbeddingVertex(steps, size));
  }

  /** The embedding in a graph. */
  @SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
  final class AtWork extends OneInputGraphVertex {
    private AtWork(VertexPlace place) {
      super(StepEmbeddingVertex.this, place);
    }

    /** With the weights of now. */
    Table table() {
      return new Table(
          size, classRows(), Doubles.of(parameter(POSITIONS)), Doubles.of(parameter(IN_BAR)));
    }

    /** What classes are embedded as, positions aside, [513, size]. */
    private double[] classRows() {
      double[] rows = Doubles.of(parameter(CLASSES));
      double[] ofHits = Doubles.of(parameter(HITS));
      double[] bias = Doubles.of(parameter(BIAS));
      for (int number = 0; number <= SliceGpt.BEGIN; number++) {
        add(bias, 0, rows, number);
        for (int drum = 0; drum < DrumClass.COUNT; drum++) {
          if ((number & DrumClass.MASKS - 1 & 1 << drum) != 0) {
            add(ofHits, drum, rows, number);
          }
        }
      }
      return rows;
    }

    private void add(double[] from, int row, double[] to, int rowOfTo) {
      for (int k = 0; k < size; k++) {
        to[rowOfTo * size + k] += from[row * size + k];
      }
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] classes = classes();
      Table table = table();
      double[] rows = new double[classes.length * size];
      for (int place = 0; place < classes.length; place++) {
        table.put((int) classes[place], place % steps, rows, place * size);
      }
      long[] shape = {classes.length / steps, steps, size};
      return Doubles.array(rows, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    private double[] classes() {
      if (inputs[0].size(1) != steps) {
        throw new IllegalArgumentException(
            "The embedding takes %d steps, not %d.".formatted(steps, inputs[0].size(1)));
      }
      double[] classes = Doubles.of(inputs[0]);
      for (double number : classes) {
        if (number < 0 || number > SliceGpt.BEGIN) {
          throw new IllegalArgumentException(
              "Class %.0f is outside 0 … %d.".formatted(number, SliceGpt.BEGIN));
        }
      }
      return classes;
    }

    @Override
    protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
      double[] classes = classes();
      double[] from = Doubles.of(above);
      double[] ofClasses = new double[(SliceGpt.BEGIN + 1) * size];
      double[] ofHits = new double[DrumClass.COUNT * size];
      double[] ofBias = new double[size];
      double[] ofPositions = new double[steps * size];
      double[] ofBars = new double[DrumGrid.STEPS_PER_BAR * size];
      for (int place = 0; place < classes.length; place++) {
        add(from, place, ofClasses, (int) classes[place]);
        add(from, place, ofPositions, place % steps);
      }
      for (int step = 0; step < steps; step++) {
        add(ofPositions, step, ofBars, step % DrumGrid.STEPS_PER_BAR);
      }
      for (int number = 0; number <= SliceGpt.BEGIN; number++) {
        add(ofClasses, number, ofBias, 0);
        for (int drum = 0; drum < DrumClass.COUNT; drum++) {
          if ((number & DrumClass.MASKS - 1 & 1 << drum) != 0) {
            add(ofClasses, number, ofHits, drum);
          }
        }
      }
      Doubles.put(ofClasses, gradient(CLASSES));
      Doubles.put(ofHits, gradient(HITS));
      Doubles.put(ofBias, gradient(BIAS));
      Doubles.put(ofPositions, gradient(POSITIONS));
      Doubles.put(ofBars, gradient(IN_BAR));
      if (ofInput != null) {
        ofInput.assign(0);
      }
    }
  }

  /**
   * The rows of an embedding.
   *
   * @param classes with their hits and the bias, [513, size]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Table(int size, double[] classes, double[] positions, double[] inBar) {
    /** Writes the row of a class at a step. */
    void put(int number, int step, double[] into, int first) {
      int bar = step % DrumGrid.STEPS_PER_BAR;
      for (int k = 0; k < size; k++) {
        into[first + k] =
            classes[number * size + k] + positions[step * size + k] + inBar[bar * size + k];
      }
    }
  }
}
