package io.partita.nn.attention;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.Dropout;
import io.partita.nn.vertex.VertexPlace;
import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention at work in a graph; {@link AttentionVertex} says what it computes. */
@SuppressWarnings("overrides") // DL4J's own base class writes setInputs without its dots.
final class AttentionGraphVertex extends BlockGraphVertex {
  private final AttentionVertex config;

  /** Of the last forward pass; valid until the graph clears this vertex. */
  private transient INDArray qkv;

  private transient INDArray context;

  AttentionGraphVertex(AttentionVertex config, VertexPlace place) {
    super(config, place, config.size, config.dropout);
    this.config = config;
  }

  @Override
  void forward(INDArray x, INDArray y, LayerWorkspaceMgr workspaces) {
    qkv = room(ArrayType.ACTIVATIONS, x, 3L * config.size, workspaces);
    context = room(ArrayType.ACTIVATIONS, x, config.size, workspaces);
    INDArray normal = room(ArrayType.FF_WORKING_MEM, x, config.size, workspaces);
    project(x, normal, qkv, 0);
    heads().attend(context);
    finish(x, context, y, dropout());
  }

  private BlockArithmetic.Heads heads() {
    INDArray bias = parameter(AttentionVertex.RELATIVE);
    return arithmetic().heads(qkv, config.heads, bias, config.both);
  }

  /**
   * @param first step
   */
  private void project(INDArray x, INDArray normal, INDArray into, int first) {
    normalise(x, normal);
    multiply(normal, BlockParameters.WEIGHTS, BlockParameters.BIAS, into);
    if (config.rotary) {
      arithmetic().rotate(into, config.heads, first, false);
    }
  }

  private void finish(INDArray x, INDArray found, INDArray y, Dropout drops) {
    multiply(found, BlockParameters.OUT_WEIGHTS, BlockParameters.OUT_BIAS, y);
    arithmetic().addTo(x, drops, y);
  }

  @Override
  void backward(INDArray x, INDArray above, INDArray ofX, LayerWorkspaceMgr workspaces) {
    BlockArithmetic arithmetic = arithmetic();
    INDArray ofOut = working(x, config.size, workspaces);
    INDArray ofContext = working(x, config.size, workspaces);
    INDArray ofQkv = working(x, 3L * config.size, workspaces);
    arithmetic.drop(above, dropout(), ofOut);
    multiplyBack(context, BlockParameters.OUT_WEIGHTS, BlockParameters.OUT_BIAS, ofOut, ofContext);
    heads().attendBack(ofContext, ofQkv, gradient(AttentionVertex.RELATIVE));
    if (config.rotary) {
      arithmetic.rotate(ofQkv, config.heads, 0, true);
    }
    INDArray normal = ofContext;
    normalise(x, normal);
    INDArray ofNormal = ofOut;
    multiplyBack(normal, BlockParameters.WEIGHTS, BlockParameters.BIAS, ofQkv, ofNormal);
    normaliseBack(x, ofNormal, above, ofX);
  }

  @Override
  CudaLayerNorm newOnGpu() {
    return new CudaAttention(config, params(), paramTable(true));
  }

  @Override
  StepLayer stepwise(int sequences) {
    if (config.both) {
      throw new UnsupportedOperationException(this + " reads steps that are yet to be made.");
    }
    return new Stepwise(sequences);
  }

  /** With the keys and values of the steps before. */
  private final class Stepwise implements StepLayer {
    private final float[] bias =
        config.rotary ? null : parameter(AttentionVertex.RELATIVE).dup('c').data().asFloat();

    private final CachedSteps.Room normal = new CachedSteps.Room();
    private final CachedSteps.Room qkv = new CachedSteps.Room();
    private final CachedSteps.Room context = new CachedSteps.Room();
    private final CachedSteps.Room out = new CachedSteps.Room();
    private final Kept[] kept;
    private int steps;

    Stepwise(int sequences) {
      kept = new Kept[sequences];
      Arrays.setAll(kept, sequence -> new Kept());
    }

    @Override
    public INDArray step(INDArray x) {
      int more = (int) x.size(1);
      INDArray ofSteps = qkv.of(x, 3L * config.size);
      project(x, normal.of(x, config.size), ofSteps, steps);
      double[] all = Doubles.of(ofSteps);
      double[] found = new double[kept.length * more * config.size];
      for (int sequence = 0; sequence < kept.length; sequence++) {
        for (int step = 0; step < more; step++) {
          int row = sequence * more + step;
          kept[sequence].add(all, 3 * row * config.size + config.size, steps + step);
          for (int head = 0; head < config.heads; head++) {
            attend(all, 3 * row * config.size, kept[sequence], steps + step, head, found, row);
          }
        }
      }
      steps += more;
      INDArray attended = context.of(x, config.size);
      Doubles.put(found, attended);
      INDArray y = out.of(x, config.size);
      finish(x, attended, y, Dropout.NONE);
      return y;
    }

    private void attend(
        double[] q, int firstOfQ, Kept of, int step, int head, double[] into, int row) {
      int size = config.size / config.heads;
      int part = head * size;
      float[] powers = new float[step + 1];
      addProducts(floats(q, firstOfQ + part, size), of.keys[head], powers);
      float scale = (float) (1 / Math.sqrt(size));
      float largest = Float.NEGATIVE_INFINITY;
      for (int s = 0; s <= step; s++) {
        powers[s] *= scale;
        if (bias != null) {
          powers[s] += bias[head * (config.reach + 1) + Math.min(step - s, config.reach)];
        }
        largest = Math.max(largest, powers[s]);
      }
      double sum = 0;
      for (int s = 0; s <= step; s++) {
        powers[s] = (float) Math.exp(powers[s] - largest);
        sum += powers[s];
      }
      float[] context = new float[size];
      addProducts(powers, of.values[head], context);
      for (int k = 0; k < size; k++) {
        into[row * config.size + part + k] = context[k] / sum;
      }
    }
  }

  /** Adds factor · row for each factor, in their order. */
  private static void addProducts(float[] factors, float[][] rows, float[] into) {
    int row = 0;
    for (; row + 3 < factors.length; row += 4) {
      addProducts(factors, row, rows[row], rows[row + 1], rows[row + 2], rows[row + 3], into);
    }
    for (; row < factors.length; row++) {
      addProducts(factors[row], rows[row], into);
    }
  }

  /** Arrays that begin with what is read: only such loops are vectorised. */
  private static void addProducts(
      float[] factors, int first, float[] a, float[] b, float[] c, float[] d, float[] into) {
    float ofA = factors[first];
    float ofB = factors[first + 1];
    float ofC = factors[first + 2];
    float ofD = factors[first + 3];
    for (int k = 0; k < into.length; k++) {
      into[k] = into[k] + ofA * a[k] + ofB * b[k] + ofC * c[k] + ofD * d[k];
    }
  }

  private static void addProducts(float factor, float[] values, float[] into) {
    for (int k = 0; k < into.length; k++) {
      into[k] += factor * values[k];
    }
  }

  private static float[] floats(double[] from, int first, int count) {
    float[] floats = new float[count];
    for (int k = 0; k < count; k++) {
      floats[k] = (float) from[first + k];
    }
    return floats;
  }

  /** Keys and values of a sequence's steps. */
  private final class Kept {
    private final int size = config.size / config.heads;

    /** [heads, size, steps, with room for more]. */
    private final float[][][] keys = new float[config.heads][size][32];

    /** [heads, steps, with room for more][size]. */
    private final float[][][] values = new float[config.heads][32][];

    /**
     * @param from k, then v
     * @param first index of k
     */
    void add(double[] from, int first, int step) {
      for (int head = 0; head < config.heads; head++) {
        int ofKey = first + head * size;
        int ofValue = ofKey + config.size;
        for (int k = 0; k < size; k++) {
          if (step == keys[head][k].length) {
            keys[head][k] = Arrays.copyOf(keys[head][k], 2 * step);
          }
          keys[head][k][step] = (float) from[ofKey + k];
        }
        if (step == values[head].length) {
          values[head] = Arrays.copyOf(values[head], 2 * step);
        }
        values[head][step] = floats(from, ofValue, size);
      }
    }
  }

  @Override
  public void clear() {
    super.clear();
    qkv = null;
    context = null;
  }
}
