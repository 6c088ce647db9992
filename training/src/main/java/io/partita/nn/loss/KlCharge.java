package io.partita.nn.loss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonInclude;

/**
 * What a divergence costs during a training: beta(iteration) · max(KL − free, 0) + wholeBeta · KL,
 * nats, where
 *
 * <pre>
 * beta(iteration) = maxBeta · (1 − betaRate^iteration) · min(iteration / betaRise, 1)
 * </pre>
 *
 * <p>without the second factor where betaRate is 0 and without the third where betaRise is; or
 *
 * <pre>
 * beta(iteration) = firstBeta · (maxBeta / firstBeta)^min(iteration / betaRise, 1)
 * </pre>
 *
 * <p>Free nats (Kingma et al., 2016) for z as a whole and the annealed beta as MusicVAE has them
 * (Roberts et al., 2018). Between two iterations the cost turns linearly into the divergence
 * itself, and so the loss into the negative evidence lower bound: a posterior that was charged
 * little for its divergence is too narrow and too far out for it. Archives hold what is neither 0
 * nor false.
 *
 * @param freeNats at least 0
 * @param maxBeta at least 0
 * @param betaRate 0 until 1
 * @param boundFrom iteration at which the turn begins, counted from 0
 * @param boundTo first iteration whose loss is the bound; 0 for no turn
 * @param betaRise iterations in which beta rises, from 0 by the same amount each or from firstBeta
 *     by the same factor each; 0 for none
 * @param wholeBeta weight of the divergence with its free nats, 0 or more
 * @param firstBeta beta of the first iteration; 0 where it rises from 0
 * @param freeByNumber whether each number of z has its own part of the free nats, of its mean
 *     divergence in a batch (Kingma et al., 2016, section 5): what z says is then spread over all
 *     of its numbers, each with much noise, where else a third of them say it exactly
 */
public record KlCharge(
    double freeNats,
    double maxBeta,
    double betaRate,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long boundFrom,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long boundTo,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long betaRise,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double wholeBeta,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) double firstBeta,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean freeByNumber)
    implements Serializable {
  public KlCharge {
    if (boundFrom < 0 || boundTo < boundFrom) {
      throw new IllegalArgumentException("A turn from " + boundFrom + " to " + boundTo + ".");
    }
  }

  /** One without a rise, whose free nats cost nothing. */
  public KlCharge(double freeNats, double maxBeta, double betaRate, long boundFrom, long boundTo) {
    this(freeNats, maxBeta, betaRate, boundFrom, boundTo, 0, 0, 0, false);
  }

  /** The same without a turn. */
  public KlCharge(double freeNats, double maxBeta, double betaRate) {
    this(freeNats, maxBeta, betaRate, 0, 0);
  }

  /** The weight of the divergence beyond the free nats, before any turn. */
  public double beta(long iteration) {
    double beta = betaRate == 0 ? maxBeta : maxBeta * (1 - Math.pow(betaRate, (double) iteration));
    if (iteration >= betaRise) {
      return beta;
    }
    return firstBeta == 0
        ? beta * iteration / betaRise
        : firstBeta * Math.pow(beta / firstBeta, (double) iteration / betaRise);
  }

  /** How much of the turn is done, 0 … 1. */
  public double turned(long iteration) {
    if (boundTo == 0 || iteration <= boundFrom) {
      return 0;
    }
    return iteration >= boundTo ? 1 : (iteration - boundFrom) / (double) (boundTo - boundFrom);
  }

  /** Of the divergence, and of what of it is beyond the free nats; of one example or of means. */
  public double nats(double kl, double beyondFree, long iteration) {
    double turned = turned(iteration);
    double part = (1 - turned) * beta(iteration) * beyondFree + (1 - turned) * wholeBeta * kl;
    return part + turned * kl;
  }

  /**
   * What of each example's divergence is beyond the free nats; the same of all examples of a batch
   * where the free nats are those of numbers.
   *
   * @param kl divergences of a batch, [example][number of z]
   */
  public double[] beyondFree(double[][] kl) {
    if (!freeByNumber) {
      return Arrays.stream(kl).mapToDouble(of -> Math.max(sum(of) - freeNats, 0)).toArray();
    }
    double[] means = means(kl);
    double part = freeNats / means.length;
    double[] beyond = new double[kl.length];
    Arrays.fill(beyond, Arrays.stream(means).map(mean -> Math.max(mean - part, 0)).sum());
    return beyond;
  }

  /** The cost of each example of a batch, as {@link #beyondFree} has it. */
  double[] nats(double[][] kl, long iteration) {
    double[] beyond = beyondFree(kl);
    return IntStream.range(0, kl.length)
        .mapToDouble(example -> nats(sum(kl[example]), beyond[example], iteration))
        .toArray();
  }

  /** How the cost of a batch grows with each of its divergences, [example][number of z]. */
  double[][] slopes(double[][] kl, long iteration) {
    double turned = turned(iteration);
    double free = (1 - turned) * wholeBeta + turned;
    double charged = (1 - turned) * (beta(iteration) + wholeBeta) + turned;
    double[][] slopes = new double[kl.length][kl[0].length];
    if (freeByNumber) {
      double part = freeNats / kl[0].length;
      double[] each = Arrays.stream(means(kl)).map(mean -> mean > part ? charged : free).toArray();
      Arrays.fill(slopes, each);
      return slopes;
    }
    for (int example = 0; example < kl.length; example++) {
      Arrays.fill(slopes[example], sum(kl[example]) > freeNats ? charged : free);
    }
    return slopes;
  }

  private static double sum(double[] nats) {
    double sum = 0;
    for (double each : nats) {
      sum += each;
    }
    return sum;
  }

  private static double[] means(double[][] kl) {
    return IntStream.range(0, kl[0].length)
        .mapToDouble(k -> Arrays.stream(kl).mapToDouble(of -> of[k]).average().orElseThrow())
        .toArray();
  }
}
