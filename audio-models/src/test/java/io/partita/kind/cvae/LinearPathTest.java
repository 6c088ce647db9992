package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.model.PredictionSums;
import io.partita.model.audio.vae.PrincipalComponents;
import io.partita.model.train.TrainingFixture;
import io.partita.nn.blas.Doubles;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.latent.Posterior;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What a network with a linear path is before its first update: principal components. */
class LinearPathTest extends TrainingFixture {
  private static final Cvae MEL =
      Cvae.named("mel-conv-tiny")
          .with(
              Map.of("bands", "8", "length", "8", "channels", "[8]", "latents", "6", "scales", "2"))
          .normalised(-5, 2);

  private static final Cvae WAVE =
      Cvae.named("wave-conv-tiny")
          .with(
              Map.of(
                  "length",
                  "64",
                  "channels",
                  "[8, 8]",
                  "latents",
                  "3",
                  "sigma",
                  "0",
                  "scales",
                  "1"));

  private static List<float[]> windows(Cvae model, int count) {
    SplittableRandom random = new SplittableRandom(5);
    int size = model.input().size();
    double[][] directions = new double[4][size];
    for (double[] direction : directions) {
      Arrays.setAll(direction, i -> random.nextGaussian());
    }
    return IntStream.range(0, count)
        .mapToObj(
            n -> {
              float[] window = new float[size];
              double noise = Math.exp(random.nextGaussian() / 2) / 4;
              for (double[] direction : directions) {
                double along = random.nextGaussian();
                for (int i = 0; i < size; i++) {
                  window[i] += (float) (along * direction[i]);
                }
              }
              for (int i = 0; i < size; i++) {
                double value = window[i] + noise * random.nextGaussian();
                window[i] = (float) (value * model.deviation() + model.mean());
              }
              return window;
            })
        .toList();
  }

  private static ComputationGraph begun(Cvae model, List<float[]> windows) {
    ComputationGraph network = model.network(1, model.optimizer());
    model.begin(network, () -> spark.parallelize(windows, 3));
    return network;
  }

  /** As probabilistic PCA has it, mu of variance 1 − noise / variance of the components. */
  @Test
  void decodesTheProjectionOnTheComponentsTowardsTheirMean() {
    List<float[]> windows = windows(MEL, 200);
    ComputationGraph network = begun(MEL, windows);
    PrincipalComponents components = components(windows, 4);

    Posterior posterior = MEL.encode(network, windows);
    float[][] decoded = MEL.decode(network, posterior.mu(), 0);

    for (int n = 0; n < 20; n++) {
      float[] window = windows.get(n);
      double[] wanted = new double[window.length];
      Arrays.setAll(wanted, i -> components.mean(i));
      for (int k = 0; k < components.count(); k++) {
        double along = 0;
        for (int i = 0; i < window.length; i++) {
          along += (window[i] - components.mean(i)) * components.direction(k, i);
        }
        double share = components.noise() / components.variance(k);
        for (int i = 0; i < window.length; i++) {
          wanted[i] += (1 - share) * along * components.direction(k, i);
        }
        assertThat(posterior.sigma()[n][k])
            .as("sigma of component %d", k)
            .isCloseTo((float) Math.sqrt(share), within(1e-3f));
      }
      for (int i = 0; i < window.length; i++) {
        assertThat((double) decoded[n][i]).isCloseTo(wanted[i], within(2e-2));
      }
    }
  }

  private static PrincipalComponents components(List<float[]> windows, int wanted) {
    return PrincipalComponents.of(spark.parallelize(windows, 2), windows.get(0).length, wanted);
  }

  /** Each window's residual has the deviation that is decoded of it, twice as loud or not. */
  @Test
  void theNoiseOfAWindowIsDecodedFromItsOwn() {
    List<float[]> windows = windows(MEL, 200);
    ComputationGraph network = begun(MEL, windows);
    float[][] mu = MEL.encode(network, windows).mu();
    int size = MEL.input().size();

    double[] decoded =
        CvaeCoding.decoded(CvaeGraph.decoder(MEL, network), Nd4j.createFromArray(mu));

    PrincipalComponents components = components(windows, 4);
    for (int n = 0; n < mu.length; n++) {
      float[] made = components.reconstructed(windows.get(n));
      for (int scale = 0; scale < 2; scale++) {
        double sum = 0;
        for (int i = scale * size / 2; i < (scale + 1) * size / 2; i++) {
          sum += Math.pow((windows.get(n)[i] - made[i]) / MEL.deviation(), 2);
        }
        double wanted = Math.log(sum / (size / 2) + 1e-4) / 2 + Math.log(size / (size - 4.0)) / 2;
        assertThat(decoded[2 * n * size + size + scale * size / 2])
            .as("s of stretch %d of window %d", scale, n)
            .isCloseTo(wanted, within(2e-2));
      }
    }
  }

  /** A window's loss is −ln of a normal density whose deviation is decoded for its stretch. */
  @Test
  void theLossIsThatOfANormalDensityWithTheDecodedScale() {
    List<float[]> windows = windows(MEL, 40);
    ComputationGraph network = begun(MEL, windows);
    float[] noNoise = new float[windows.size() * MEL.latent()];
    INDArray[] found =
        network.output(
            List.of(CvaeGraph.DECODED, LatentLayers.RECONSTRUCTION),
            false,
            CvaeArrays.features(MEL, windows, noNoise),
            null);
    double[] decoded = Doubles.of(found[0]);
    float[] values = CvaeArrays.normalised(MEL, windows);
    int size = MEL.input().size();
    for (int n = 0; n < windows.size(); n++) {
      double nats = 0;
      for (int i = 0; i < size; i++) {
        double deviation =
            Math.hypot(Math.exp(decoded[2 * n * size + size + i]), GaussianVertex.LEAST_SIGMA);
        double apart = (values[n * size + i] - decoded[2 * n * size + i]) / deviation;
        nats += Math.log(deviation * Math.sqrt(2 * Math.PI)) + apart * apart / 2;
      }
      assertThat(found[1].getDouble(n)).isCloseTo(nats, within(1e-2));
    }
  }

  @Test
  void theBoundIsBetterThanThatOfComponentsWithOneNoise() {
    List<float[]> windows = windows(MEL, 400);
    ComputationGraph network = begun(MEL, windows.subList(0, 300));
    PrincipalComponents components = components(windows.subList(0, 300), 4);
    List<float[]> others = windows.subList(300, 400);

    PredictionSums score = MEL.score(network, others);
    double ppca =
        others.stream().mapToDouble(components::nats).average().orElseThrow() / MEL.input().size();

    assertThat(MEL.figures(score).get(CvaeScore.ELBO)).isLessThan(ppca - 0.05);
  }

  @Test
  void piecesOfAWaveShareTheirComponents() {
    List<float[]> windows = windows(WAVE, 100);
    ComputationGraph network = begun(WAVE, windows);
    float[] window = windows.get(0);
    int piece = window.length / 16;
    float[] turned = new float[window.length];
    for (int i = 0; i < window.length; i++) {
      turned[(i + piece) % window.length] = window[i];
    }

    float[][] mu = WAVE.encode(network, List.of(window, turned)).mu();

    for (int latent = 0; latent < 3; latent++) {
      for (int frame = 0; frame < 16; frame++) {
        assertThat(mu[1][latent * 16 + (frame + 1) % 16])
            .isCloseTo(mu[0][latent * 16 + frame], within(1e-4f));
      }
    }
  }

  /** Of one for every four windows at most: what is left over says nothing. */
  @Test
  void fewWindowsGiveFewComponents() {
    List<float[]> windows = windows(MEL, 9);
    ComputationGraph network = begun(MEL, windows);

    float[] sigma = MEL.encode(network, windows).sigma()[0];

    assertThat(sigma[1]).isLessThan(1);
    assertThat(sigma[2]).as("without a component").isEqualTo(1);
    assertThat(MEL.encode(network, windows).mu()[0][3]).isZero();
  }

  @Test
  void drawnWeightsStayWithoutALinearPath() {
    Cvae plain = MEL.with(Map.of("scales", "0"));
    JavaRDD<float[]> windows = spark.parallelize(windows(plain, 8), 2);
    ComputationGraph network = plain.network(1, plain.optimizer());
    plain.begin(network, () -> windows);

    assertThat(network.params()).isEqualTo(plain.network(1, plain.optimizer()).params());
  }
}
