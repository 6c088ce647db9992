package io.partita.kind.cvae;

import static io.partita.model.HyperParameters.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.model.HyperParameters;
import io.partita.model.PredictionSums;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.vae.AudioVae;
import io.partita.nn.latent.Posterior;
import io.partita.nn.optim.Optimizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A convolutional variational autoencoder of audio (Kingma and Welling, "Auto-Encoding Variational
 * Bayes", 2014): an encoder makes mu and the logarithm of a variance of a window, z = mu + sigma ·
 * noise, and a decoder of z a distribution of each of the window's numbers, its values.
 *
 * <p>An example is a window as {@link AudioInput} says. The network sees values less {@code mean},
 * divided by {@code deviation}. A prediction is a value: the loss is −ln of the density of the
 * normalised values and beta · divergence of {@link DivergenceVertex}, summed over a window and
 * divided by its size, nats. Figures are of the values as they come in, see {@link CvaeScore}.
 *
 * @param config the name of the hyper-parameters, or of those that these began as
 * @param family of networks
 * @param input what a window is
 * @param mean of the values of the split train; 0 for waves
 * @param deviation of the same, standard; 1 for waves
 * @param channels of the encoder's convolutions, the first first; the decoder mirrors them
 * @param latents numbers of z: of each frame of a {@link CvaeFamily#WAVE_CONV}, else of a window
 * @param sigma of the Gaussian that a value has, in normalised units; 0 for a learnt one, of each
 *     band of a mel, of each sample of a wave
 * @param fixLoss of {@link CvaeFamily#RESNET1D_SEED} alone: a loss that has a lower bound
 * @param stftWeight of {@link StftTermVertex}, which is no part of the bound; 0 for none
 * @param maxBeta the weight of the divergence
 * @param warmUp updates in which that weight grows from 0, by the same amount each; 0 for none
 * @param shifts windows to train on that begin within the length of one, evenly spread; 1 where
 *     they stand one behind the other, as all other windows do
 * @param gainDb standard deviation of a normally distributed gain, in dB: each wave to train on is
 *     louder or softer by one whenever it is trained on, so that levels are learnt that recordings
 *     of the split train do not have; 0 for none
 * @param batch windows in an update, unless another number is asked for
 * @param epochs to train for, unless another number is asked for
 * @param learningRate of Adam, unless another is asked for: the first of half a cosine over the
 *     epochs, of a {@link CvaeFamily#RESNET1D_SEED} that of all
 * @param maxGradientNorm the gradient of all parameters together is scaled down to it; 0 for none
 * @param scales numbers of z of a frame that are noise scales, the rest being those of a {@link
 *     LinearPath} beside the convolutions; 0 for neither, which JSON leaves out
 */
public record Cvae(
    String config,
    CvaeFamily family,
    AudioInput input,
    double mean,
    double deviation,
    List<Integer> channels,
    int latents,
    double sigma,
    boolean fixLoss,
    double stftWeight,
    double maxBeta,
    int warmUp,
    int shifts,
    double gainDb,
    int batch,
    int epochs,
    double learningRate,
    double maxGradientNorm,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Integer scales)
    implements AudioVae {
  /** What a model archive calls it. */
  public static final String KIND = "cvae";

  private static final String INPUT = "input";

  /** Numbers of z of a window. */
  private static final int MOST_LATENT = 1 << 18;

  /** Numbers of a window in a layer: a batch of one takes some hundred megabytes. */
  private static final int MOST_OF_A_LAYER = 1 << 24;

  static final HyperParameters<Cvae> KEPT =
      new HyperParameters<>(Cvae.class, "cvae.json", Cvae::config, false, INPUT);

  public Cvae {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(input, INPUT);
    scales = scales == null ? 0 : scales;
    channels = List.copyOf(channels);
    require(Double.isFinite(mean), "mean", mean, "the finite numbers");
    require(deviation >= 1e-6 && deviation <= 1e6, "deviation", deviation, "1e-6 … 1e6");
    require(!channels.isEmpty() && channels.size() <= 8, "channels", channels, "1 … 8 of them");
    channels.forEach(of -> require(of >= 1 && of <= 1024, "channels", of, "1 … 1024"));
    require(latents >= 1 && latents <= 1024, "latents", latents, "1 … 1024");
    require(sigma >= 0 && sigma <= 1e3, "sigma", sigma, "0 … 1000");
    require(stftWeight >= 0 && stftWeight <= 1e6, "stftWeight", stftWeight, "0 … 1e6");
    require(maxBeta >= 0 && maxBeta <= 1e3, "maxBeta", maxBeta, "0 … 1000");
    require(warmUp >= 0, "warmUp", warmUp, "0 or more");
    require(gainDb >= 0 && gainDb <= 40, "gainDb", gainDb, "0 … 40");
    require(
        gainDb == 0 || input.source() == AudioInput.Source.WAVE,
        "gainDb",
        gainDb,
        "0, as windows are no waves of RMS 1");
    AudioVae.requireTraining(input, shifts, batch, epochs, learningRate, maxGradientNorm);
    require(
        !fixLoss || family == CvaeFamily.RESNET1D_SEED, "fixLoss", true, "false but for a seed");
    family.builder().check(input, channels, sigma, stftWeight);
    long widest = family.builder().widest(input, channels);
    require(widest <= MOST_OF_A_LAYER, "channels", channels, "those of layers of up to 2^24");
    int most = MOST_LATENT / family.builder().frames(input, channels);
    require(latents <= most, "latents", latents, "1 … " + most + " of a frame");
    require(scales >= 0 && scales < latents, "scales", scales, "0 until latents");
    if (scales > 0) {
      int piece = input.size() / family.builder().frames(input, channels);
      require(piece % scales == 0, "scales", scales, "the divisors of " + piece);
      require(sigma == 0, "scales", scales, "0, as sigma is fixed");
      require(family != CvaeFamily.RESNET1D_SEED, "scales", scales, "0 of a course's network");
    }
  }

  /** See {@link HyperParameters#named}. */
  public static Cvae named(String config) {
    return KEPT.named(config);
  }

  /** The names of all hyper-parameters that are kept. */
  public static List<String> names() {
    return KEPT.names();
  }

  /** These hyper-parameters but for some, see {@link HyperParameters#with}. */
  public Cvae with(Map<String, String> others) {
    return KEPT.with(this, others);
  }

  /**
   * The same for windows of this mean and standard deviation.
   *
   * @param ofDeviation 1e-6 … 1e6
   */
  public Cvae normalised(double ofMean, double ofDeviation) {
    return with(Map.of("mean", String.valueOf(ofMean), "deviation", String.valueOf(ofDeviation)));
  }

  @Override
  public int hop() {
    return input.length() / shifts;
  }

  /** Numbers that a window is in the widest layer. */
  long widest() {
    return family.builder().widest(input, channels);
  }

  /** Numbers of z of a window in all. */
  @Override
  public int latent() {
    return latents * family.builder().frames(input, channels);
  }

  /**
   * What is to be known of such a model before it is judged, as sentences: what a fixed sigma of
   * waves serves and what a learnt one, what is wrong with a course's network.
   */
  public List<String> remarks() {
    return family.builder().remarks(this);
  }

  /** The weight of the divergence at an iteration, counted from 0. */
  public double beta(long iteration) {
    return DivergenceVertex.beta(maxBeta, warmUp, iteration);
  }

  @Override
  public boolean trainsOnCuda() {
    return family != CvaeFamily.RESNET1D_SEED;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public long parameters() {
    return CvaeGraph.parameters(this);
  }

  @Override
  public Optimizer optimizer() {
    double most = maxGradientNorm == 0 ? Double.POSITIVE_INFINITY : maxGradientNorm;
    return new Optimizer(family.builder().schedule(learningRate), most, 0, 1);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    return CvaeGraph.of(this, configuration);
  }

  /** Beside a {@link LinearPath} with its weights, else with those that were drawn. */
  @Override
  public void begin(ComputationGraph network, Supplier<JavaRDD<float[]>> examples) {
    if (scales > 0) {
      LinearPath.begin(this, network, examples.get());
    }
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
    return List.of(CvaeArrays.of(this, examples, noiseSeed));
  }

  @Override
  public long predictions(MultiDataSet part) {
    return part.getLabels(0).size(0) * input.size();
  }

  /** See {@link CvaeScore}. */
  @Override
  public PredictionSums score(ComputationGraph network, List<float[]> examples) {
    return CvaeScore.of(this, network, examples);
  }

  @Override
  public double lossNats(PredictionSums score, long iteration) {
    return CvaeScore.lossNats(this, score, iteration);
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    return CvaeScore.figures(this, score);
  }

  @Override
  public Posterior encode(ComputationGraph network, List<float[]> windows) {
    return CvaeCoding.encode(this, network, windows);
  }

  @Override
  public String measure() {
    return CvaeScore.ELBO;
  }

  /** The bound as it is usually given: the larger, the better. */
  @Override
  public String said(Map<String, Double> figures) {
    return String.format(
            Locale.ROOT, "ELBO %,.0f nats a window", -figures.get(CvaeScore.WINDOW_ELBO))
        .replace('-', '−');
  }

  /**
   * The means of the windows' distributions, in the windows' own units: log-mel, or samples. Of a
   * {@link CvaeFamily#RESNET1D_SEED} without its loss fixed they are 0 … 1, whatever samples are.
   *
   * @param seed of nothing
   */
  @Override
  public float[][] decode(ComputationGraph network, float[][] z, long seed) {
    return CvaeCoding.decode(this, network, z);
  }
}
