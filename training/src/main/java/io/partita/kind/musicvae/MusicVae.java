package io.partita.kind.musicvae;

import static io.partita.model.HyperParameters.require;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.form.Forms;
import io.partita.form.SliceCut;
import io.partita.form.SliceForm;
import io.partita.model.HyperParameters;
import io.partita.model.slices.vae.SliceVae;
import io.partita.nn.latent.Posterior;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * MusicVAE (Roberts, Engel, Raffel, Hawthorne and Eck, "A Hierarchical Latent Vector Model for
 * Learning Long-Term Structure in Music", 2018): a variational autoencoder of slices.
 *
 * <p>A slice, an example, is one class a step of each voice, voice after voice, as its {@link
 * SliceForm} says: drums, a melody, or both and a bass. The encoder reads all voices of a step,
 * forwards and backwards; where it has several layers, each reads both directions of the one below,
 * side by side. Dense layers make mu and sigma (through softplus) of the two last states, and z =
 * mu + sigma · noise. A dense layer with tanh makes the initial states of the decoder's LSTMs of z,
 * and z joins what they read at each step: the class of the step before, one-hot, nothing at first.
 * Each voice has a decoder of its own, which reads no other voice.
 *
 * <p>With more than one segment the decoder is hierarchical: z starts a conductor, LSTMs that make
 * a step for each segment, and what comes out of it is to the decoder of a segment what z is
 * without. Each segment is decoded by itself.
 *
 * <p>The loss of a slice is its cross-entropy summed over steps and voices and the {@link KlCharge}
 * of the divergence, nats.
 *
 * @param config the name of the hyper-parameters, or of those that these began as: magenta's for
 *     those that it published, else Partita's own
 * @param steps of a slice, sixteenth notes
 * @param segments that a slice is decoded in, each by itself; 1 is the flat decoder
 * @param encoderUnits of the LSTMs of each direction, the lowest first; of one LSTM JSON has the
 *     number
 * @param decoderUnits of each decoder's LSTMs, the lowest first
 * @param conductorUnits of the conductor's LSTMs; none for the flat decoder
 * @param latent the size of z
 * @param freeBits of divergence that cost nothing
 * @param maxBeta the weight of the divergence beyond
 * @param betaRate see {@link KlCharge}
 * @param boundFrom see {@link KlCharge}; JSON leaves 0 out
 * @param boundTo see {@link KlCharge}; JSON leaves 0 out
 * @param samplingRate of scheduled sampling, see {@link ScheduledSamplingVertex}; 0 for teacher
 *     forcing, which is all there is with several voices
 * @param maxSampling largest probability of scheduled sampling, see {@link
 *     ScheduledSamplingVertex}; JSON leaves 1 out
 * @param historyDropout share of steps that the decoder is fed nothing of, see the same; JSON
 *     leaves 0 out
 * @param batch slices in an update, unless another number is asked for
 * @param learningRate of Adam at first, unless another is asked for
 * @param leastLearningRate see {@link Schedule.Shape#DECAY}
 * @param learningRateDecay see {@link Schedule.Shape#DECAY}
 * @param maxGradientNorm the gradient of all parameters together is scaled down to it
 * @param slices name of the {@link SliceForm}; JSON leaves that of drums out
 * @param transpose semitones that a slice is shifted at most, up or down, each time that it is
 *     learnt, see {@link Transposition}; 0 for never, which JSON leaves out
 * @param drumMap label of the {@link DrumMap} that its slices are cut by, and files that it
 *     encodes; JSON leaves {@code gm} out, which other forms than drums have
 */
public record MusicVae(
    String config,
    int steps,
    int segments,
    @JsonFormat(
            with = {
              JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
              JsonFormat.Feature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
            })
        @org.nd4j.shade.jackson.annotation.JsonFormat(
            with = {
              org.nd4j.shade.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
              org.nd4j.shade.jackson.annotation.JsonFormat.Feature
                  .WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED
            })
        List<Integer> encoderUnits,
    List<Integer> decoderUnits,
    List<Integer> conductorUnits,
    int latent,
    double freeBits,
    double maxBeta,
    double betaRate,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Long boundFrom,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Long boundTo,
    double samplingRate,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = HyperParameters.One.class)
        Double maxSampling,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Double historyDropout,
    int batch,
    double learningRate,
    double leastLearningRate,
    double learningRateDecay,
    double maxGradientNorm,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Forms.Drums.class) String slices,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Integer transpose,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = GeneralMidi.class)
        String drumMap)
    implements SliceVae {
  /** What a model archive calls it. */
  public static final String KIND = "musicvae";

  /** On top of each other. */
  private static final int MAX_LSTMS = 16;

  private static final int MAX_SEMITONES = 24;

  static final HyperParameters<MusicVae> KEPT =
      new HyperParameters<>(MusicVae.class, "musicvae.json", MusicVae::config, true);

  /** Leaves out General MIDI's map: cards that are older than other maps have none. */
  static final class GeneralMidi extends HyperParameters.LeftOut {
    GeneralMidi() {
      super(DrumMap.GM.label());
    }
  }

  public MusicVae {
    Objects.requireNonNull(config, "config");
    slices = slices == null ? Forms.DRUMS.name() : slices;
    transpose = transpose == null ? 0 : transpose;
    maxSampling = maxSampling == null ? 1 : maxSampling;
    historyDropout = historyDropout == null ? 0 : historyDropout;
    boundFrom = boundFrom == null ? 0 : boundFrom;
    boundTo = boundTo == null ? 0 : boundTo;
    drumMap = drumMap == null ? DrumMap.GM.label() : drumMap;
    encoderUnits = List.copyOf(encoderUnits);
    decoderUnits = List.copyOf(decoderUnits);
    conductorUnits = List.copyOf(conductorUnits);
    require(steps >= 2 && steps <= 1600, "steps", steps, "2 … 1600");
    require(
        segments >= 1 && steps % segments == 0 && steps > segments,
        "segments",
        segments,
        "a divisor of the steps below them");
    requireLstms("encoderUnits", encoderUnits, 1);
    requireLstms("decoderUnits", decoderUnits, 1);
    require(
        conductorUnits.isEmpty() == (segments == 1),
        "conductorUnits",
        conductorUnits,
        "some where there are several segments, else none");
    requireLstms("conductorUnits", conductorUnits, 0);
    HyperParameters.requireUnits("latent", latent);
    require(freeBits >= 0 && freeBits <= 1e6, "freeBits", freeBits, "0 … 1e6");
    require(maxBeta >= 0 && maxBeta <= 1e3, "maxBeta", maxBeta, "0 … 1000");
    require(betaRate >= 0 && betaRate < 1, "betaRate", betaRate, "0 until 1");
    require(boundFrom >= 0 && boundFrom <= boundTo, "boundFrom", boundFrom, "0 … boundTo");
    require(samplingRate >= 0 && samplingRate <= 1e9, "samplingRate", samplingRate, "0 … 1e9");
    require(batch >= 1, "batch", batch, "1 or more");
    HyperParameters.requireDecay(learningRate, leastLearningRate, learningRateDecay);
    require(maxGradientNorm > 0, "maxGradientNorm", maxGradientNorm, "above 0");
    SliceForm form = Forms.named(slices);
    require(
        samplingRate == 0 || form.voices().size() == 1,
        "samplingRate",
        samplingRate,
        "0, as several voices are only fed what they are to sing");
    require(maxSampling > 0 && maxSampling <= 1, "maxSampling", maxSampling, "above 0 … 1");
    require(
        historyDropout >= 0
            && historyDropout < 1
            && (samplingRate == 0 || historyDropout + maxSampling <= 1),
        "historyDropout",
        historyDropout,
        "0 … below 1, and with maxSampling at most 1 where samplingRate is above 0");
    require(
        historyDropout == 0 || form.voices().size() == 1,
        "historyDropout",
        historyDropout,
        "0 with several voices");
    int most = form.isTransposable() ? MAX_SEMITONES : 0;
    require(transpose >= 0 && transpose <= most, "transpose", transpose, "0 … " + most);
    String maps = form.isMapped() ? DrumMap.labels() : DrumMap.GM.label();
    require(List.of(maps.split(", ")).contains(drumMap), "drumMap", drumMap, maps);
  }

  @Override
  public SliceForm form() {
    return Forms.named(slices);
  }

  /** Which pitch of a file is which drum. */
  public DrumMap map() {
    return DrumMap.of(drumMap).orElseThrow();
  }

  /** These hyper-parameters for slices that are cut by a map. */
  public MusicVae withMap(DrumMap map) {
    return map == map() ? this : with(Map.of("drumMap", map.label()));
  }

  /** Whether training ever feeds the decoder anything but the target. */
  boolean isFedOthers() {
    return samplingRate > 0 || historyDropout > 0;
  }

  @Override
  public SliceCut<int[]> sliceCut() {
    return new SliceCut<>(form(), bars(), map());
  }

  /** Whether slices are of whole bars, and as many as the form is sliced in. */
  public boolean hasLengthOfSlices() {
    return steps % DrumGrid.STEPS_PER_BAR == 0 && form().bars().contains(bars());
  }

  private static void requireLstms(String name, List<Integer> units, int least) {
    require(
        units.size() >= least && units.size() <= MAX_LSTMS,
        name,
        units.size() > MAX_LSTMS ? units.size() + " LSTMs" : units,
        least + " … " + MAX_LSTMS + " LSTMs");
    units.forEach(of -> HyperParameters.requireUnits(name, of));
  }

  /** See {@link HyperParameters#named}. */
  public static MusicVae named(String config) {
    return KEPT.named(config);
  }

  /** These hyper-parameters but for some, see {@link HyperParameters#with}. */
  public MusicVae with(Map<String, String> others) {
    return KEPT.with(this, others);
  }

  /** The names of all hyper-parameters that are kept. */
  public static List<String> names() {
    return KEPT.names();
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** Free bits in nats. */
  public double freeNats() {
    return freeBits * Math.log(2);
  }

  @Override
  public long parameters() {
    return MusicVaeGraph.parameters(this);
  }

  @Override
  public Optimizer optimizer() {
    Schedule decay = Schedule.decay(learningRate, leastLearningRate, learningRateDecay);
    return new Optimizer(decay, maxGradientNorm, 0, 1);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    return MusicVaeGraph.of(this, configuration);
  }

  @Override
  public KlCharge charge() {
    return new KlCharge(freeNats(), maxBeta, betaRate, boundFrom, boundTo);
  }

  @Override
  public Map<String, Double> schedules(long iteration) {
    Map<String, Double> schedules = new LinkedHashMap<>(SliceVae.super.schedules(iteration));
    schedules.put(
        "sampling_probability",
        ScheduledSamplingVertex.probability(samplingRate, maxSampling, iteration));
    return schedules;
  }

  /**
   * @throws IllegalArgumentException where an example is no slice of this length
   */
  @Override
  public List<MultiDataSet> arrays(List<int[]> examples, long noiseSeed) {
    return List.of(MusicVaeArrays.of(this, examples, noiseSeed));
  }

  @Override
  public Posterior encode(ComputationGraph network, List<int[]> slices) {
    return MusicVaeCoding.encode(this, network, slices);
  }

  @Override
  public List<int[]> decode(ComputationGraph network, float[][] z, LabelChoice choice) {
    return MusicVaeCoding.decode(this, network, z, choice);
  }

  int[] checked(int[] slice) {
    SliceForm form = form();
    if (slice.length != steps * form.voices().size()) {
      throw new IllegalArgumentException(
          "A slice of %d steps, not of %d.".formatted(slice.length, steps * form.voices().size()));
    }
    for (int k = 0; k < slice.length; k++) {
      int classes = form.voices().get(k / steps).classes();
      if (slice[k] < 0 || slice[k] >= classes) {
        throw new IllegalArgumentException(
            "Step %d of slice %s is outside 0 … %d."
                .formatted(slice[k], Arrays.toString(slice), classes - 1));
      }
    }
    return slice;
  }
}
