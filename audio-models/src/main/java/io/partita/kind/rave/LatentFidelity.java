package io.partita.kind.rave;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.model.StrictJson;
import io.partita.model.archive.ModelFolder;
import io.partita.model.examples.Examples;
import io.partita.model.examples.Scoring;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Posterior;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How many numbers the z of a frame comes down to: the principal components of the means of many
 * frames, those of the largest variance first. A training leaves those of its windows in {@link
 * ModelFolder#COMPONENTS}.
 *
 * @param networkSha256 hash of the network that encoded; null in memory
 * @param mean of z of a frame
 * @param components each of length 1, its largest entry in absolute value positive, [component][z]
 * @param variances along the components, unbiased
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record LatentFidelity(
    String networkSha256, double[] mean, double[][] components, double[] variances) {
  LatentFidelity {
    int latents = mean.length;
    boolean isSquare =
        components.length == latents
            && Stream.concat(Stream.of(mean, variances), Arrays.stream(components))
                .allMatch(
                    of -> of.length == latents && Arrays.stream(of).allMatch(Double::isFinite));
    if (!isSquare) {
      throw new IllegalArgumentException("components are not as many finite numbers as z has");
    }
  }

  /**
   * @param z of at least two frames, [frame][z]
   */
  static LatentFidelity of(double[][] z) {
    double[] mean =
        IntStream.range(0, z[0].length)
            .mapToDouble(
                i -> Arrays.stream(z).mapToDouble(frame -> frame[i]).average().orElseThrow())
            .toArray();
    // Eigenvectors of a covariance without its full rank may not converge; singular vectors do.
    SingularValueDecomposition values =
        new SingularValueDecomposition(new Covariance(z).getCovarianceMatrix());
    double[][] components = values.getUT().getData();
    Arrays.setAll(components, i -> turned(components[i]));
    return new LatentFidelity(null, mean, components, values.getSingularValues());
  }

  /** Of what a model encodes, windows or longer. */
  static LatentFidelity of(
      JavaSparkContext spark, TrainedModel<Rave> model, Examples<float[]> examples) {
    Rave network = model.model();
    return of(
        Scoring.each(
                spark,
                network,
                model.weights(),
                examples,
                (loaded, batch) -> network.encode(loaded, network.cropped(batch)).mu())
            .stream()
            .flatMap(Arrays::stream)
            .flatMap(window -> frames(window, network.latents()))
            .toArray(double[][]::new));
  }

  /** Each frame of a window, [latent][frame]. */
  private static Stream<double[]> frames(float[] window, int latents) {
    int frames = window.length / latents;
    return IntStream.range(0, frames)
        .mapToObj(
            frame ->
                IntStream.range(0, latents).mapToDouble(i -> window[i * frames + frame]).toArray());
  }

  /** Those that a model's training left. */
  static LatentFidelity of(TrainedModel<Rave> model) throws IOException {
    byte[] bytes = model.folder().read(ModelFolder.COMPONENTS).orElse(null);
    try {
      LatentFidelity found =
          bytes == null ? null : StrictJson.value(StrictJson.object(bytes), LatentFidelity.class);
      if (found == null || !model.card().used().sha256().equals(found.networkSha256)) {
        throw new UserException(
            Mistake.NOT_PREPARED,
            "Model %s has no principal components of its z: train it again."
                .formatted(model.folder().name()));
      }
      if (found.mean.length != model.model().latents()) {
        throw model.folder().damaged(ModelFolder.COMPONENTS + " is of another z", null);
      }
      return found;
    } catch (JsonProcessingException e) {
      throw model.folder().damaged(ModelFolder.COMPONENTS + " has no components", e);
    }
  }

  /** Puts them beside a model that encoded. */
  void addTo(TrainedModel<Rave> model) throws IOException {
    LatentFidelity of =
        new LatentFidelity(model.card().used().sha256(), mean, components, variances);
    model.folder().write(ModelFolder.COMPONENTS, Json.MAPPER.writeValueAsBytes(of));
  }

  /**
   * The first components of posteriors, [component][frame] of each window.
   *
   * @param posterior [latent][frame] of each
   */
  Posterior kept(Posterior posterior, int count) {
    int windows = posterior.mu().length;
    int frames = posterior.mu()[0].length / mean.length;
    float[][] mu = new float[windows][count * frames];
    float[][] sigma = new float[windows][count * frames];
    for (int window = 0; window < windows; window++) {
      for (int to = 0; to < count * frames; to++) {
        double[] component = components[to / frames];
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < mean.length; i++) {
          int from = i * frames + to % frames;
          sum += component[i] * (posterior.mu()[window][from] - mean[i]);
          variance += Math.pow(component[i] * posterior.sigma()[window][from], 2);
        }
        mu[window][to] = (float) sum;
        sigma[window][to] = (float) Math.sqrt(variance);
      }
    }
    return new Posterior(mu, sigma);
  }

  /**
   * z of all components, [latent][frame] of each window.
   *
   * @param all [component][frame] of each
   */
  float[][] z(float[][] all) {
    int frames = all[0].length / mean.length;
    float[][] z = new float[all.length][all[0].length];
    for (int window = 0; window < z.length; window++) {
      for (int to = 0; to < z[window].length; to++) {
        double sum = mean[to / frames];
        for (int k = 0; k < mean.length; k++) {
          sum += components[k][to / frames] * all[window][k * frames + to % frames];
        }
        z[window][to] = (float) sum;
      }
    }
    return z;
  }

  private static double[] turned(double[] component) {
    double largest = 0;
    for (double entry : component) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    double sign = Math.signum(largest);
    return Arrays.stream(component).map(entry -> sign * entry).toArray();
  }

  /** The share of the variance that the first component has, the first two and so on, to 1. */
  double[] shares() {
    double[] shares = variances.clone();
    Arrays.parallelPrefix(shares, Double::sum);
    double all = shares[shares.length - 1];
    return Arrays.stream(shares).map(sum -> sum / all).toArray();
  }

  /** The least number of components that have more than a share of the variance. */
  int needed(double share) {
    double[] shares = shares();
    int needed = 1;
    while (needed < shares.length && shares[needed - 1] <= share) {
      needed++;
    }
    return needed;
  }
}
