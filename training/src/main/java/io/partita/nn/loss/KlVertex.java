package io.partita.nn.loss;

import io.partita.nn.blas.Doubles;
import io.partita.nn.vertex.PlainGraphVertex;
import io.partita.nn.vertex.PlainVertex;
import io.partita.nn.vertex.VertexPlace;
import java.util.List;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
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
  /** Below it sigma has no logarithm worth following in 32 bits. */
  public static final double LEAST_SIGMA = 1e-12;

  @JsonProperty private final double freeNats;
  @JsonProperty private final double maxBeta;
  @JsonProperty private final double betaRate;

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
  protected PlainGraphVertex atWork(VertexPlace place) {
    return new AtWork(place);
  }

  @Override
  protected List<Object> settings() {
    return List.of(freeNats, maxBeta, betaRate);
  }

  @SuppressWarnings("overrides")
  private final class AtWork extends PlainGraphVertex {
    AtWork(VertexPlace place) {
      super(place);
    }

    private double beta() {
      return KlVertex.beta(maxBeta, betaRate, iteration());
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      double[] mu = Doubles.of(inputs[0]);
      double[] sigma = Doubles.of(inputs[1]);
      int size = (int) inputs[0].size(1);
      double[] terms = new double[mu.length / size];
      for (int k = 0; k < terms.length; k++) {
        terms[k] = beta() * Math.max(nats(mu, sigma, k * size, size) - freeNats, 0);
      }
      return terms(terms, workspaces);
    }

    @Override
    protected INDArray[] backward(LayerWorkspaceMgr workspaces) {
      double[] mu = Doubles.of(inputs[0]);
      double[] sigma = Doubles.of(inputs[1]);
      double[] above = Doubles.of(epsilon);
      int size = (int) inputs[0].size(1);
      double[] ofMu = new double[mu.length];
      double[] ofSigma = new double[mu.length];
      for (int example = 0; example < above.length; example++) {
        int first = example * size;
        if (nats(mu, sigma, first, size) > freeNats) {
          double weight = above[example] * beta();
          for (int k = first; k < first + size; k++) {
            double s = Math.max(sigma[k], LEAST_SIGMA);
            ofMu[k] = weight * mu[k];
            ofSigma[k] = weight * (s - 1 / s);
          }
        }
      }
      return new INDArray[] {ofInput(ofMu, workspaces), ofInput(ofSigma, workspaces)};
    }
  }
}
