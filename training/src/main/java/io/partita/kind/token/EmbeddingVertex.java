package io.partita.kind.token;

import io.partita.nn.blas.ClassRows;
import io.partita.nn.blas.Dense;
import io.partita.nn.blas.Doubles;
import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.vertex.ClassTable;
import io.partita.nn.vertex.OneInputGraphVertex;
import io.partita.nn.vertex.VertexPlace;
import io.partita.nn.vertex.WeightedGraphVertex;
import io.partita.nn.vertex.WeightedVertex;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Classes [batch, T], 0 until count, to their vectors, [batch, size, T] as recurrent layers want
 * them or [batch, T, size] as attention does: the rows of {@value #WEIGHTS} [count, size], drawn by
 * Xavier's rule. A {@link TiedLogitsVertex} may use the same rows as the weights of an output.
 */
final class EmbeddingVertex extends WeightedVertex {
  public static final String WEIGHTS = "W";

  @JsonProperty private final int count;
  @JsonProperty private final int size;
  @JsonProperty private final boolean tied;

  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_DEFAULT)
  private final boolean asRows;

  @JsonCreator
  private EmbeddingVertex(
      @JsonProperty("count") int count,
      @JsonProperty("size") int size,
      @JsonProperty("tied") boolean tied,
      @JsonProperty("asRows") boolean asRows) {
    this.count = count;
    this.size = size;
    this.tied = tied;
    this.asRows = asRows;
  }

  /**
   * To [batch, size, T].
   *
   * @param count of classes
   * @param tied whether a {@link TiedLogitsVertex} uses the rows, too
   */
  static EmbeddingVertex columns(int count, int size, boolean tied) {
    return new EmbeddingVertex(count, size, tied, false);
  }

  /**
   * To [batch, T, size], tied.
   *
   * @param count of classes
   */
  static EmbeddingVertex rows(int count, int size) {
    return new EmbeddingVertex(count, size, true, true);
  }

  @Override
  protected void defineParameters(SDVertexParams params) {
    params.addWeightParam(WEIGHTS, count, size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> params) {
    INDArray weights = params.get(WEIGHTS);
    INDArray row = weights.reshape(weights.length());
    new WeightInitXavier().init((double) count, size, weights.shape(), 'c', row);
  }

  @Override
  protected WeightedGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  /** The embedding in a graph. */
  @SuppressWarnings("overrides")
  final class AtWork extends OneInputGraphVertex {
    /** Null until it is computed on a GPU. */
    private transient ClassTable onGpu;

    AtWork(VertexPlace place) {
      super(EmbeddingVertex.this, place);
    }

    /** The rows where {@link ClassTable#serves} them. */
    ClassTable onGpu() {
      onGpu = onGpu == null ? new ClassTable(params(), count, size, 0, 0, 0) : onGpu;
      return onGpu;
    }

    /** [count, size]; a view. */
    INDArray weights() {
      return parameter(WEIGHTS);
    }

    /** Where the gradient of the weights belongs: of a tied vertex its own is added to it. */
    INDArray weightGradient() {
      return gradient(WEIGHTS);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) inputs[0].size(0);
      int steps = (int) inputs[0].size(1);
      int[] rows = order();
      long[] shape = asRows ? new long[] {batch, steps, size} : new long[] {steps, batch, size};
      INDArray vectors = vectors(rows, shape, workspaces);
      return asRows ? vectors : vectors.permute(1, 2, 0);
    }

    private INDArray vectors(int[] rows, long[] shape, LayerWorkspaceMgr workspaces) {
      if (ClassTable.serves(dataType)) {
        INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
        onGpu().embed(asRows ? Dense.of(inputs[0]) : inputs[0].transpose().dup('c'), y);
        return y;
      }
      if (!FloatMatrix.serves(dataType)) {
        return workspaces
            .leverageTo(ArrayType.ACTIVATIONS, ClassRows.of(weights(), rows))
            .reshape('c', shape);
      }
      double[] table = Doubles.of(weights());
      double[] values = new double[rows.length * size];
      for (int k = 0; k < rows.length; k++) {
        System.arraycopy(table, rows[k] * size, values, k * size, size);
      }
      return Doubles.array(values, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    /** The classes of sequence 0, then of sequence 1, …, or those of step 0, then of step 1, … */
    private int[] order() {
      double[] classes = Doubles.of(inputs[0]);
      int batch = (int) inputs[0].size(0);
      int steps = (int) inputs[0].size(1);
      int[] rows = new int[classes.length];
      for (int sequence = 0; sequence < batch; sequence++) {
        for (int step = 0; step < steps; step++) {
          int place = sequence * steps + step;
          rows[asRows ? place : step * batch + sequence] = checked(classes[place]);
        }
      }
      return rows;
    }

    private int checked(double value) {
      if (value < 0 || value >= count) {
        throw new IllegalArgumentException(
            "Class %.0f is outside 0 until %d.".formatted(value, count));
      }
      return (int) value;
    }

    /** A tied output went before, and has put its gradient there. */
    @Override
    protected void backward(INDArray above, INDArray ofInput, LayerWorkspaceMgr workspaces) {
      if (ofInput != null) {
        ofInput.assign(0);
      }
      if (ClassTable.serves(dataType)) {
        onGpu().embedBack(inOrder(above), tied, getGradientsViewArray());
        return;
      }
      INDArray gradient = weightGradient();
      INDArray own =
          FloatMatrix.serves(dataType)
              ? Doubles.array(
                  sums(above),
                  new long[] {count, size},
                  dataType,
                  ArrayType.BP_WORKING_MEM,
                  workspaces)
              : ClassRows.sums(
                  inOrder(above).reshape('c', inputs[0].length(), size), order(), count);
      if (tied) {
        gradient.addi(own);
      } else {
        gradient.assign(own);
      }
    }

    /** A row of each class in their {@link #order}. */
    private INDArray inOrder(INDArray above) {
      return asRows ? above : above.permute(2, 0, 1).dup('c');
    }

    private double[] sums(INDArray above) {
      double[] classes = Doubles.of(inputs[0]);
      double[] from = Doubles.of(above);
      double[] sums = new double[count * size];
      int steps = (int) inputs[0].size(1);
      for (int place = 0; place < classes.length; place++) {
        int row = (int) classes[place];
        int first = asRows ? place * size : place / steps * size * steps + place % steps;
        int stride = asRows ? 1 : steps;
        for (int k = 0; k < size; k++) {
          sums[row * size + k] += from[first + k * stride];
        }
      }
      return sums;
    }
  }
}
