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
    project(x, normal, qkv);
    arithmetic().attend(qkv, parameter(AttentionVertex.RELATIVE), context);
    finish(x, context, y, dropout());
  }

  private void project(INDArray x, INDArray normal, INDArray into) {
    normalise(x, normal);
    arithmetic()
        .multiply(
            normal, parameter(AttentionVertex.WEIGHTS), parameter(AttentionVertex.BIAS), into);
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
        parameter(AttentionVertex.RELATIVE),
        ofContext,
        ofQkv,
        gradient(AttentionVertex.RELATIVE));
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
    private final double[] bias = Doubles.of(parameter(AttentionVertex.RELATIVE));

    /** By sequence: k and v of a step, then of the next. */
    private final double[][] cache;

    private int steps;

    Stepwise(int sequences) {
      cache = new double[sequences][0];
    }

    @Override
    public INDArray step(INDArray x) {
      INDArray ofStep = CachedSteps.room(x, 3L * config.size);
      project(x, x.ulike(), ofStep);
      double[] all = Doubles.of(ofStep);
      double[] found = new double[cache.length * config.size];
      int kept = 2 * config.size;
      for (int sequence = 0; sequence < cache.length; sequence++) {
        if (cache[sequence].length == steps * kept) {
          cache[sequence] = Arrays.copyOf(cache[sequence], 2 * (steps + 1) * kept);
        }
        int first = 3 * sequence * config.size;
        System.arraycopy(all, first + config.size, cache[sequence], steps * kept, kept);
        for (int head = 0; head < config.heads; head++) {
          attend(all, first, cache[sequence], head, found, sequence * config.size);
        }
      }
      steps++;
      INDArray attended = x.ulike();
      Doubles.put(found, attended);
      INDArray y = x.ulike();
      finish(x, attended, y, Dropout.NONE);
      return y;
    }

    private void attend(
        double[] q, int firstOfQ, double[] keys, int head, double[] into, int firstOfInto) {
      int size = config.size / config.heads;
      int part = head * size;
      double[] powers = new double[steps + 1];
      double largest = Double.NEGATIVE_INFINITY;
      for (int s = 0; s <= steps; s++) {
        double product = 0;
        for (int k = 0; k < size; k++) {
          product += q[firstOfQ + part + k] * keys[2 * s * config.size + part + k];
        }
        int lag = Math.min(steps - s, config.reach);
        powers[s] = product / Math.sqrt(size) + bias[head * (config.reach + 1) + lag];
        largest = Math.max(largest, powers[s]);
      }
      double sum = 0;
      for (int s = 0; s <= steps; s++) {
        powers[s] = Math.exp(powers[s] - largest);
        sum += powers[s];
      }
      for (int s = 0; s <= steps; s++) {
        for (int k = 0; k < size; k++) {
          into[firstOfInto + part + k] +=
              powers[s] / sum * keys[(2 * s + 1) * config.size + part + k];
        }
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
