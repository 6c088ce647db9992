package io.partita.kind.rave;

import static io.partita.model.HyperParameters.require;

import io.partita.SplitMix64;
import io.partita.model.HyperParameters;
import io.partita.model.PredictionSums;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.vae.AudioVae;
import io.partita.nn.conv.BatchNormVertex;
import io.partita.nn.conv.SpectralDistance;
import io.partita.nn.latent.LatentNoise;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An autoencoder of a sound's bands, trained as the first stage of RAVE is (Caillon and Esling,
 * 2021): a filter bank, strided convolutions to a distribution of z for each frame, and transposed
 * ones back, a wave, its loudness and filtered noise of each band.
 *
 * <p>An example is a window of samples, −1 … 1. A prediction is a window: the loss is the {@link
 * SpectralDistance} of the decoded sound and that of the decoded bands from the window's, and beta
 * times twice the divergence of a frame's posterior from N(0, I): it is without the half that
 * others have.
 *
 * @param config the name of the hyper-parameters, or of those that these began as
 * @param input what a window is
 * @param subbands of the filter bank: 4, 8 or 16
 * @param capacity channels of the encoder's first convolution, which double with each ratio
 * @param latents numbers of z of a frame
 * @param ratios of the encoder's strides, the first first, even numbers; the decoder has the same
 *     in the same order. A frame is the product of all and of the bands in samples
 * @param noise whether the decoder makes noise, too
 * @param logEpsilon of the logarithms in the distances of the loss
 * @param firstBeta weight of the divergence in the first update, where there is a warm-up
 * @param beta its weight after the warm-up
 * @param warmUp updates in which that weight grows by the same factor each; 0 for none
 * @param shifts windows to train on that begin within the length of one, each at any sample before
 *     the next
 * @param allPass the probability with which a window to train on goes through an all-pass filter
 * @param batch windows in an update, unless another number is asked for
 * @param epochs to train for, unless another number is asked for
 * @param learningRate of Adam, which falls along a line to a tenth
 * @param maxGradientNorm the gradient of all parameters together is scaled down to it; 0 for none
 */
public record Rave(
    String config,
    AudioInput input,
    int subbands,
    int capacity,
    int latents,
    List<Integer> ratios,
    boolean noise,
    double logEpsilon,
    double firstBeta,
    double beta,
    int warmUp,
    int shifts,
    double allPass,
    int batch,
    int epochs,
    double learningRate,
    double maxGradientNorm)
    implements AudioVae {
  /** What a model archive calls it. */
  public static final String KIND = "rave";

  private static final String INPUT = "input";
  private static final double BETA1 = 0.5;
  private static final double BETA2 = 0.9;

  static final HyperParameters<Rave> KEPT =
      new HyperParameters<>(Rave.class, "rave.json", Rave::config, false, INPUT);

  public Rave {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(input, INPUT);
    ratios = List.copyOf(ratios);
    require(
        input.source() == AudioInput.Source.DECODED_WAVE, "source", input.source(), "DECODED_WAVE");
    require(List.of(4, 8, 16).contains(subbands), "subbands", subbands, "4, 8 and 16");
    require(capacity >= 1 && capacity <= 256, "capacity", capacity, "1 … 256");
    require(latents >= 1 && latents <= 1024, "latents", latents, "1 … 1024");
    require(!ratios.isEmpty() && ratios.size() <= 6, "ratios", ratios, "1 … 6 of them");
    ratios.forEach(of -> require(of >= 2 && of <= 16 && of % 2 == 0, "ratios", of, "2, 4 … 16"));
    int step = subbands * ratios.stream().reduce(1, Math::multiplyExact);
    require(input.length() % step == 0, "length", input.length(), "the multiples of " + step);
    int least = subbands * SpectralDistance.LEAST_LENGTH;
    require(input.length() > least, "length", input.length(), "those above " + least);
    int block = subbands * RaveGraph.NOISE_BLOCK;
    require(
        !noise || input.length() % block == 0,
        "length",
        input.length(),
        "the multiples of " + block + ", as there is noise");
    require(logEpsilon > 0 && logEpsilon <= 1e3, "logEpsilon", logEpsilon, "above 0 … 1000");
    require(beta >= 0 && beta <= 1e3, "beta", beta, "0 … 1000");
    require(warmUp >= 0, "warmUp", warmUp, "0 or more");
    require(
        warmUp == 0 || (firstBeta > 0 && beta > 0),
        "firstBeta",
        firstBeta,
        "those above 0, as beta");
    require(allPass >= 0 && allPass <= 1, "allPass", allPass, "0 … 1");
    AudioVae.requireTraining(input, shifts, batch, epochs, learningRate, maxGradientNorm);
  }

  /** See {@link HyperParameters#named}. */
  public static Rave named(String config) {
    return KEPT.named(config);
  }

  /** These hyper-parameters but for some, see {@link HyperParameters#with}. */
  public Rave with(Map<String, String> others) {
    return KEPT.with(this, others);
  }

  /** Frames of a window. */
  public int frames() {
    return input.length() / subbands / ratios.stream().reduce(1, (a, b) -> a * b);
  }

  @Override
  public int hop() {
    return input.length() / shifts;
  }

  /** As many as there are to the next window, so that any sample may be the first of one. */
  @Override
  public int more() {
    return hop() - 1;
  }

  @Override
  public double leastRms() {
    return WindowDraw.SILENT_RMS;
  }

  /** Numbers of z of a window in all, [latent][frame]. */
  @Override
  public int latent() {
    return latents * frames();
  }

  /** Of the divergence of a window's posterior. */
  KlCharge charge() {
    return new KlCharge(0, beta, 0, 0, 0, warmUp, 0, firstBeta, false);
  }

  /** The weight of the divergence at an iteration, counted from 0. */
  public double beta(long iteration) {
    return charge().beta(iteration);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** With the running statistics, which are kept with what is learnt. */
  @Override
  public long parameters() {
    return RaveGraph.parameters(this);
  }

  @Override
  public Optimizer optimizer() {
    double most = maxGradientNorm == 0 ? Double.POSITIVE_INFINITY : maxGradientNorm;
    return new Optimizer(Schedule.linear(learningRate, learningRate / 10), most, 0, 1)
        .withBetas(BETA1, BETA2);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    return RaveGraph.of(this, configuration);
  }

  @Override
  public int settledOn() {
    return 192;
  }

  /** Estimates the running statistics of batch norm. */
  @Override
  public void settle(ComputationGraph network, List<float[]> examples) {
    List<INDArray[]> batches = new ArrayList<>();
    for (int first = 0; first < examples.size(); first += batch) {
      List<float[]> part =
          cropped(examples.subList(first, Math.min(examples.size(), first + batch)));
      SplittableRandom random = random(part.get(0));
      batches.add(features(part, new float[part.size() * latent()], random));
    }
    BatchNormVertex.estimate(network, batches);
  }

  /** The first windows of examples. */
  List<float[]> cropped(List<float[]> examples) {
    return examples.stream().map(example -> Arrays.copyOf(example, input.length())).toList();
  }

  @Override
  public Map<String, Double> schedules(long iteration) {
    return Map.of("beta", beta(iteration));
  }

  /**
   * @throws IllegalArgumentException where an example is no window of this size
   */
  @Override
  public List<MultiDataSet> arrays(List<float[]> examples, long noiseSeed) {
    SplittableRandom random = new SplittableRandom(noiseSeed);
    float[] ofZ = LatentNoise.of(examples.size() * latent(), random);
    return List.of(
        new MultiDataSet(
            features(examples, ofZ, random), new INDArray[] {Nd4j.zeros(examples.size(), 1)}));
  }

  /**
   * What the network reads.
   *
   * @param ofZ standard normal, or 0 for the means, of all windows one after the other
   * @param random of the noise that is filtered
   */
  INDArray[] features(List<float[]> windows, float[] ofZ, SplittableRandom random) {
    int length = input.length();
    float[] samples = new float[windows.size() * length];
    for (int k = 0; k < windows.size(); k++) {
      if (windows.get(k).length != length) {
        throw new IllegalArgumentException(
            "A window of %d samples, not of %d.".formatted(windows.get(k).length, length));
      }
      System.arraycopy(windows.get(k), 0, samples, k * length, length);
    }
    List<INDArray> features = new ArrayList<>();
    features.add(Nd4j.create(samples, new long[] {windows.size(), 1, length}, 'c'));
    features.add(Nd4j.create(ofZ, new long[] {windows.size(), latents, frames()}, 'c'));
    if (noise) {
      features.add(uniform(windows.size(), random));
    }
    return features.toArray(INDArray[]::new);
  }

  /** In −1 … 1, [windows, subbands, positions]. */
  INDArray uniform(int windows, SplittableRandom random) {
    float[] values = new float[windows * input.length()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (2 * random.nextDouble() - 1);
    }
    return Nd4j.create(values, new long[] {windows, subbands, input.length() / subbands}, 'c');
  }

  /** Of a window's own noise: equal windows, equal noise. */
  static SplittableRandom random(float[] window) {
    return new SplittableRandom(SplitMix64.of(Arrays.hashCode(window)));
  }

  @Override
  public long predictions(MultiDataSet part) {
    return part.getLabels(0).size(0);
  }

  /** See {@link RaveScore}. */
  @Override
  public PredictionSums score(ComputationGraph network, List<float[]> examples) {
    return RaveScore.each(this, network, cropped(examples)).sum();
  }

  @Override
  public double lossNats(PredictionSums score, long iteration) {
    return RaveScore.lossNats(this, score, iteration);
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    return RaveScore.figures(this, score);
  }

  /** One window at a time: others in a batch would change its last bits. */
  @Override
  public Posterior encode(ComputationGraph network, List<float[]> windows) {
    List<String> posterior = List.of(RaveGraph.MEAN, RaveGraph.SIGMA);
    float[][] mu = new float[windows.size()][];
    float[][] sigma = new float[windows.size()][];
    for (int k = 0; k < mu.length; k++) {
      List<float[]> window = windows.subList(k, k + 1);
      INDArray[] features = features(window, new float[latent()], random(window.get(0)));
      INDArray[] found = network.output(posterior, false, features, null);
      mu[k] = found[0].dup('c').data().asFloat();
      sigma[k] = found[1].dup('c').data().asFloat();
    }
    return new Posterior(mu, sigma);
  }

  @Override
  public String measure() {
    return RaveScore.DISTANCE;
  }

  @Override
  public String said(Map<String, Double> figures) {
    return String.format(
        Locale.ROOT,
        "spectral distance %.2f, log-mel off by %.2f dB",
        figures.get(RaveScore.DISTANCE),
        figures.get(RaveScore.LOG_MEL_MAE_DB));
  }

  /** With the noise of a seed, one window at a time, too. */
  @Override
  public float[][] decode(ComputationGraph network, float[][] z, long seed) {
    ComputationGraph decoder = RaveGraph.decoder(this, network);
    float[][] sounds = new float[z.length][];
    for (int k = 0; k < z.length; k++) {
      List<INDArray> features = new ArrayList<>();
      features.add(Nd4j.create(z[k], new long[] {1, latents, frames()}, 'c'));
      if (noise) {
        features.add(uniform(1, new SplittableRandom(SplitMix64.of(seed, k))));
      }
      INDArray sound = decoder.outputSingle(false, features.toArray(INDArray[]::new));
      sounds[k] = sound.dup('c').data().asFloat();
    }
    return sounds;
  }
}
