package io.partita.lstm;

import java.util.Objects;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What an autoencoder's loss says of its posterior: beta(iteration) · max(KL − free, 0) for each
 * example, nats, where
 *
 * <pre>
 * KL = sum over z of (mu² + sigma² − 1)/2 − ln sigma
 * beta(iteration) = maxBeta · (1 − betaRate^iteration), maxBeta throughout where betaRate is 0
 * </pre>
 *
 * <p>the divergence of N(mu, sigma²) from N(0, 1) (Kingma and Welling, 2014, appendix B), free nats
 * (Kingma et al., 2016) for z as a whole and the annealed beta as MusicVAE has them (Roberts et
 * al., 2018).
 *
 * <p>Inputs: mu and sigma, [batch, z] each; sigma above 0. Output: [batch, 1].
 */
public final class KlVertex extends PlainVertex {
  private static final long serialVersionUID = 1L;

  /** Below it sigma has no logarithm worth following in 32 bits. */
  public static final double LEAST_SIGMA = 1e-12;

  private final double freeNats;
  private final double maxBeta;
  private final double betaRate;

  /**
   * @param freeNats at least 0
   * @param maxBeta at least 0
   * @param betaRate 0 until 1
   */
  @JsonCreator
  public KlVertex(
      @JsonProperty("freeNats") double freeNats,
      @JsonProperty("maxBeta") double maxBeta,
      @JsonProperty("betaRate") double betaRate) {
    super(2);
    this.freeNats = freeNats;
    this.maxBeta = maxBeta;
    this.betaRate = betaRate;
  }

  public double getFreeNats() {
    return freeNats;
  }

  public double getMaxBeta() {
    return maxBeta;
  }

  public double getBetaRate() {
    return betaRate;
  }

  /** The weight of the divergence at an iteration, counted from 0. */
  public static double beta(double maxBeta, double betaRate, long iteration) {
    return betaRate == 0 ? maxBeta : maxBeta * (1 - Math.pow(betaRate, (double) iteration));
  }

  /** The divergence of one example's posterior from N(0, 1), nats. */
  public static double nats(double[] mu, double[] sigma, int first, int count) {
    double nats = 0;
    for (int k = first; k < first + count; k++) {
      double s = Math.max(sigma[k], LEAST_SIGMA);
      nats += 0.5 * (mu[k] * mu[k] + s * s - 1) - Math.log(s);
    }
    return nats;
  }

  @Override
  public GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int idx,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDatatype) {
    return new AtWork(this, graph, name, idx, networkDatatype);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KlVertex that
        && freeNats == that.freeNats
        && maxBeta == that.maxBeta
        && betaRate == that.betaRate;
  }

  @Override
  public int hashCode() {
    return Objects.hash(freeNats, maxBeta, betaRate);
  }

  @SuppressWarnings("overrides")
  private static final class AtWork extends PlainGraphVertex {
    private static final long serialVersionUID = 1L;

    private final KlVertex config;

    AtWork(KlVertex config, ComputationGraph graph, String name, int index, DataType type) {
      super(graph, name, index, type);
      this.config = config;
    }

    private double beta() {
      return KlVertex.beta(config.maxBeta, config.betaRate, iteration());
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] mu = Doubles.of(inputs[0]);
      double[] sigma = Doubles.of(inputs[1]);
      int size = (int) inputs[0].size(1);
      double[] terms = new double[mu.length / size];
      for (int k = 0; k < terms.length; k++) {
        terms[k] = beta() * Math.max(nats(mu, sigma, k * size, size) - config.freeNats, 0);
      }
      long[] shape = {terms.length, 1};
      return Doubles.array(terms, shape, dataType, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      double[] mu = Doubles.of(inputs[0]);
      double[] sigma = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      int size = (int) inputs[0].size(1);
      double[] ofMu = new double[mu.length];
      double[] ofSigma = new double[mu.length];
      for (int example = 0; example < above.length; example++) {
        int first = example * size;
        if (nats(mu, sigma, first, size) > config.freeNats) {
          double weight = above[example] * beta();
          for (int k = first; k < first + size; k++) {
            double s = Math.max(sigma[k], LEAST_SIGMA);
            ofMu[k] = weight * mu[k];
            ofSigma[k] = weight * (s - 1 / s);
          }
        }
      }
      long[] shape = inputs[0].shape();
      return new Pair<>(
          null,
          new INDArray[] {
            Doubles.array(ofMu, shape, dataType, ArrayType.ACTIVATION_GRAD, workspaces),
            Doubles.array(ofSigma, shape, dataType, ArrayType.ACTIVATION_GRAD, workspaces)
          });
    }
  }
}
