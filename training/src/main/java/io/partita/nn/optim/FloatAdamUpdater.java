package io.partita.nn.optim;

import io.partita.nn.blas.FloatMatrix;
import io.partita.nn.vertex.CudaRow;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;

/**
 * Adam (Kingma and Ba, 2015) as DL4J has it, epsilon beside the uncorrected root, state and all,
 * but for 32-bit numbers on a CPU in loops that the JIT compiler vectorises: a sixth of the time.
 * Elsewhere it is DL4J's.
 *
 * <p>An update whose gradient is no finite number changes nothing, neither weights nor state; the
 * iteration counts all the same. One whose gradient has a norm above {@link #MAX_NORM} is made with
 * a gradient of zeros, as magenta's {@code grad_norm_clip_to_zero} does: the state decays and the
 * weights still follow the mean.
 *
 * <p>Who trains may tell it of each batch beforehand and ask for the norm afterwards; a network
 * that is merely fitted makes an update of every batch.
 */
public final class FloatAdamUpdater extends AdamUpdater {
  /** Magenta's default of {@code grad_norm_clip_to_zero}. */
  public static final double MAX_NORM = 10_000;

  /** Values at once: five arrays of it stay within the first-level caches. */
  private static final int BLOCK = 2048;

  private static final long serialVersionUID = 1L;

  /** Of the network, as a row; null until somebody gives it. */
  private INDArray parameters;

  private int begun;
  private double weight = 1;
  private boolean completes = true;

  /**
   * Gradients · weights of the batches since the last update; null until there is more than one.
   */
  private INDArray gathered;

  private double gatheredWeight;
  private double gradientNorm = Double.NaN;

  FloatAdamUpdater(FloatAdam config) {
    super(config);
  }

  /**
   * The one of a network, which knows the network's parameters from now on.
   *
   * @throws IllegalStateException where not all parameters have the same {@link FloatAdam}: a norm
   *     is that of the whole gradient
   */
  public static FloatAdamUpdater of(ComputationGraph network) {
    List<UpdaterBlock> blocks = network.getUpdater().getUpdaterBlocks();
    if (blocks.size() == 1
        && blocks.get(0).getGradientUpdater() instanceof FloatAdamUpdater updater) {
      updater.know(network.params().reshape(network.params().length()));
      return updater;
    }
    throw new IllegalStateException("The network's parameters have not one FloatAdam, all of them");
  }

  void know(INDArray row) {
    parameters = row;
  }

  /**
   * Before the first batch: the iteration at which Adam's state was zeros, so that its bias is
   * corrected from there on. Schedules go by the iteration as ever.
   */
  public void beginAt(int iteration) {
    begun = iteration;
  }

  /**
   * Before each batch.
   *
   * @param batchWeight of its gradient in the mean that makes an update, above 0
   * @param completesUpdate whether the update is made now; until then weights and state stay
   */
  public void next(double batchWeight, boolean completesUpdate) {
    weight = batchWeight;
    completes = completesUpdate;
  }

  /**
   * The Euclidean norm of the gradient of the last update, before clipping; not finite where the
   * update was skipped.
   */
  public double gradientNorm() {
    return gradientNorm;
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    if (!completes || gatheredWeight > 0) {
      gather(gradient);
    }
    if (!completes) {
      gradient.assign(0);
      return;
    }
    gradientNorm = norm(gradient);
    if (!Double.isFinite(gradientNorm)) {
      gradient.assign(0);
      return;
    }
    if (kept() == 0) {
      gradient.assign(0);
    } else if (kept() < 1) {
      gradient.muli(kept());
    }
    double rate = getConfig().getLearningRate(iteration, epoch);
    if (FloatMatrix.serves(gradient.dataType())) {
      step(gradient, rate, iteration - begun + 1);
    } else {
      dl4jStep(gradient, rate, iteration - begun);
    }
  }

  /** The same on a GPU, which makes the step, too; gradients are sums over the batch there. */
  void update(CudaRow gpu, ComputationGraph network) {
    double share = 1.0 / network.batchSize();
    boolean gathers = !completes || gatheredWeight > 0;
    if (gathers) {
      gpu.gather(weight * share, gatheredWeight == 0);
      gatheredWeight += weight;
    }
    if (!completes) {
      return;
    }
    double factor = gathers ? 1 / gatheredWeight : share;
    gatheredWeight = 0;
    gradientNorm = factor * gpu.norm();
    if (Double.isFinite(gradientNorm)) {
      int iteration = network.getIterationCount();
      double rate = getConfig().getLearningRate(iteration, network.getEpochCount());
      double decay = rate * ((FloatAdam) getConfig()).getWeightDecay();
      double corrected = corrected(rate, iteration - begun + 1);
      gpu.step(factor * kept(), getConfig(), corrected, decay);
    }
  }

  /** The share of the gradient that clipping leaves. */
  private double kept() {
    double most = ((FloatAdam) getConfig()).getMaxGradientNorm();
    return gradientNorm > MAX_NORM ? 0 : Math.min(1, most / gradientNorm);
  }

  /** A rate with Adam's correction of the bias at a step, from 1. */
  private double corrected(double learningRate, int step) {
    double first = 1 - Math.pow(getConfig().getBeta1(), step);
    return learningRate * Math.sqrt(1 - Math.pow(getConfig().getBeta2(), step)) / first;
  }

  /** Adds the gradient to the gathered ones; where it is the last, their mean takes its place. */
  private void gather(INDArray gradient) {
    if (gathered == null) {
      try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        gathered = Nd4j.zeros(gradient.dataType(), gradient.shape());
      }
    }
    gathered.addi(gradient.muli(weight));
    gatheredWeight += weight;
    if (completes) {
      gradient.assign(gathered).divi(gatheredWeight);
      gathered.assign(0);
      gatheredWeight = 0;
    }
  }

  /**
   * Of 32-bit numbers in loops of a fixed order: the same bits whatever the number of cores, as
   * those of ND4J's sums depend on it, and squares in 64 bits.
   */
  private static double norm(INDArray gradient) {
    if (!FloatMatrix.serves(gradient.dataType())) {
      return gradient.castTo(DataType.DOUBLE).norm2Number().doubleValue();
    }
    FloatMatrix gradients = FloatMatrix.of(gradient);
    float[] g = new float[BLOCK];
    int length = (int) gradient.length();
    double sum = 0;
    for (int first = 0; first < length; first += BLOCK) {
      int count = Math.min(BLOCK, length - first);
      gradients.read(first, g, 0, count);
      sum += squares(g, count);
    }
    return Math.sqrt(sum);
  }

  /** In four sums, none of which waits for another one. */
  private static double squares(float[] g, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = 0;
    for (; k + 3 < count; k += 4) {
      a += (double) g[k] * g[k];
      b += (double) g[k + 1] * g[k + 1];
      c += (double) g[k + 2] * g[k + 2];
      d += (double) g[k + 3] * g[k + 3];
    }
    for (; k < count; k++) {
      a += (double) g[k] * g[k];
    }
    return a + b + (c + d);
  }

  /**
   * @param step from 1
   */
  private void step(INDArray gradient, double learningRate, int step) {
    FloatAdam adam = (FloatAdam) getConfig();
    double beta1 = adam.getBeta1();
    double beta2 = adam.getBeta2();
    double rate = corrected(learningRate, step);
    float decay = (float) (learningRate * adam.getWeightDecay());
    FloatMatrix gradients = FloatMatrix.of(gradient);
    FloatMatrix means = FloatMatrix.of(getM());
    FloatMatrix squares = FloatMatrix.of(getV());
    FloatMatrix weights = decay == 0 ? null : FloatMatrix.of(parameters());
    float[] g = new float[BLOCK];
    float[] m = new float[BLOCK];
    float[] v = new float[BLOCK];
    float[] w = new float[decay == 0 ? 0 : BLOCK];
    int length = (int) gradient.length();
    for (int first = 0; first < length; first += BLOCK) {
      int count = Math.min(BLOCK, length - first);
      gradients.read(first, g, 0, count);
      means.read(first, m, 0, count);
      squares.read(first, v, 0, count);
      mean(g, m, (float) beta1, count);
      square(g, v, (float) beta2, count);
      update(m, v, g, (float) rate, (float) adam.getEpsilon(), count);
      if (decay != 0) {
        weights.read(first, w, 0, count);
        decay(w, g, decay, count);
      }
      gradients.write(first, g, 0, count);
      means.write(first, m, 0, count);
      squares.write(first, v, 0, count);
    }
  }

  /**
   * @param step from 0
   */
  private void dl4jStep(INDArray gradient, double learningRate, int step) {
    FloatAdam adam = (FloatAdam) getConfig();
    Nd4j.exec(
        new org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater(
            gradient.reshape(getV().shape()),
            getV(),
            getM(),
            learningRate,
            adam.getBeta1(),
            adam.getBeta2(),
            adam.getEpsilon(),
            step));
    if (adam.getWeightDecay() != 0) {
      gradient.addi(parameters().mul(learningRate * adam.getWeightDecay()));
    }
  }

  private INDArray parameters() {
    if (parameters == null) {
      throw new IllegalStateException("Weights decay only where the updater knows them");
    }
    return parameters;
  }

  private static void mean(float[] g, float[] m, float beta, int count) {
    for (int k = 0; k < count; k++) {
      m[k] = beta * m[k] + (1 - beta) * g[k];
    }
  }

  private static void square(float[] g, float[] v, float beta, int count) {
    for (int k = 0; k < count; k++) {
      v[k] = beta * v[k] + (1 - beta) * g[k] * g[k];
    }
  }

  private static void update(
      float[] m, float[] v, float[] into, float rate, float epsilon, int count) {
    for (int k = 0; k < count; k++) {
      into[k] = rate * m[k] / ((float) Math.sqrt(v[k]) + epsilon);
    }
  }

  private static void decay(float[] w, float[] into, float decay, int count) {
    for (int k = 0; k < count; k++) {
      into[k] += decay * w[k];
    }
  }
}
