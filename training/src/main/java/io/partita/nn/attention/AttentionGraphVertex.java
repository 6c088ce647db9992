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
    arithmetic().attend(qkv, config.heads, parameter(AttentionVertex.RELATIVE), context);
    finish(x, context, y, dropout());
  }

  /**
   * @param first step
   */
  private void project(INDArray x, INDArray normal, INDArray into, int first) {
    normalise(x, normal);
    arithmetic()
        .multiply(
            normal, parameter(AttentionVertex.WEIGHTS), parameter(AttentionVertex.BIAS), into);
    if (config.rotary) {
      arithmetic().rotate(into, config.heads, first, false);
    }
  }

  private void finish(INDArray x, INDArray found, INDArray y, Dropout drops) {
    arithmetic()
        .multiply(
            found, parameter(AttentionVertex.OUT_WEIGHTS), parameter(AttentionVertex.OUT_BIAS), y);
    arithmetic().addTo(x, drops, y);
  }

  @Override
  void backward(INDArray x, INDArray above, INDArray ofX, LayerWorkspaceMgr workspaces) {
    BlockArithmetic arithmetic = arithmetic();
    INDArray ofOut = working(x, config.size, workspaces);
    INDArray ofContext = working(x, config.size, workspaces);
    INDArray ofQkv = working(x, 3L * config.size, workspaces);
    arithmetic.drop(above, dropout(), ofOut);
    arithmetic.multiplyBack(
        context,
        parameter(AttentionVertex.OUT_WEIGHTS),
        ofOut,
        ofContext,
        gradient(AttentionVertex.OUT_WEIGHTS),
        gradient(AttentionVertex.OUT_BIAS));
    arithmetic.attendBack(
        qkv,
        config.heads,
        parameter(AttentionVertex.RELATIVE),
        ofContext,
        ofQkv,
        gradient(AttentionVertex.RELATIVE));
    if (config.rotary) {
      arithmetic.rotate(ofQkv, config.heads, 0, true);
    }
    INDArray normal = ofContext;
    normalise(x, normal);
    INDArray ofNormal = ofOut;
    arithmetic.multiplyBack(
        normal,
        parameter(AttentionVertex.WEIGHTS),
        ofQkv,
        ofNormal,
        gradient(AttentionVertex.WEIGHTS),
        gradient(AttentionVertex.BIAS));
    normaliseBack(x, ofNormal, above, ofX);
  }

  @Override
  StepLayer stepwise(int sequences) {
    return new Stepwise(sequences);
  }

  /** With the keys and values of the steps before. */
  private final class Stepwise implements StepLayer {
    private final double[] bias =
        config.rotary ? null : Doubles.of(parameter(AttentionVertex.RELATIVE));

    private final Kept[] kept;
    private int steps;

    Stepwise(int sequences) {
      kept = new Kept[sequences];
      Arrays.setAll(kept, sequence -> new Kept());
    }

    @Override
    public INDArray step(INDArray x) {
      int more = (int) x.size(1);
      INDArray ofSteps = CachedSteps.room(x, 3L * config.size);
      project(x, x.ulike(), ofSteps, steps);
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
      INDArray attended = x.ulike();
      Doubles.put(found, attended);
      INDArray y = x.ulike();
      finish(x, attended, y, Dropout.NONE);
      return y;
    }

    private void attend(
        double[] q, int firstOfQ, Kept of, int step, int head, double[] into, int row) {
      int size = config.size / config.heads;
      int part = head * size;
      double[] powers = new double[step + 1];
      for (int k = 0; k < size; k++) {
        addProducts(q[firstOfQ + part + k], of.keys, (part + k) * of.room, powers);
      }
      double largest = Double.NEGATIVE_INFINITY;
      for (int s = 0; s <= step; s++) {
        powers[s] /= Math.sqrt(size);
        if (bias != null) {
          powers[s] += bias[head * (config.reach + 1) + Math.min(step - s, config.reach)];
        }
        largest = Math.max(largest, powers[s]);
      }
      double sum = 0;
      for (int s = 0; s <= step; s++) {
        powers[s] = Math.exp(powers[s] - largest);
        sum += powers[s];
      }
      double[] context = new double[size];
      for (int s = 0; s <= step; s++) {
        addProducts(powers[s] / sum, of.values, s * config.size + part, context);
      }
      System.arraycopy(context, 0, into, row * config.size + part, size);
    }

    private static void addProducts(double factor, double[] values, int first, double[] into) {
      for (int k = 0; k < into.length; k++) {
        into[k] += factor * values[first + k];
      }
    }
  }

  /** Keys and values of a sequence's steps. */
  private final class Kept {
    /** Steps that there is room for. */
    private int room = 32;

    /** [size, room]: beside each other lies what the JIT compiler multiplies at once. */
    private double[] keys = new double[config.size * room];

    /** [room, size]. */
    private double[] values = new double[room * config.size];

    /**
     * @param from k, then v
     * @param first index of k
     */
    void add(double[] from, int first, int step) {
      if (step == room) {
        double[] old = keys;
        keys = new double[2 * old.length];
        for (int k = 0; k < config.size; k++) {
          System.arraycopy(old, k * room, keys, 2 * k * room, room);
        }
        values = Arrays.copyOf(values, 2 * values.length);
        room *= 2;
      }
      for (int k = 0; k < config.size; k++) {
        keys[k * room + step] = from[first + k];
      }
      System.arraycopy(from, first + config.size, values, step * config.size, config.size);
    }
  }

  @Override
  public void clear() {
    super.clear();
    qkv = null;
    context = null;
  }
}
