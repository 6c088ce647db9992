package io.partita.kind.groovae;

import static io.partita.model.HyperParameters.require;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.Corruption;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumPerformance;
import io.partita.form.Forms;
import io.partita.form.PerformanceForm;
import io.partita.form.PlayedDrums;
import io.partita.form.SliceCut;
import io.partita.model.HyperParameters;
import io.partita.model.PredictionSums;
import io.partita.model.slices.SliceModel;
import io.partita.nn.latent.LatentLayers;
import io.partita.nn.latent.Posterior;
import io.partita.nn.lstm.LstmVertex;
import io.partita.nn.optim.Optimizer;
import io.partita.nn.optim.Schedule;
import io.partita.objective.LatentModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * GrooVAE (Gillick, Roberts, Engel, Eck and Bamman, "Learning to Groove with Inverse Sequence
 * Transformations", 2019): a variational autoencoder of drum performances whose encoder sees less
 * than the decoder must play, as a score without velocities and timing.
 *
 * <p>A step is a row of {@value DrumPerformance#ROW} numbers, see {@link DrumPerformance#rows}. An
 * LSTM reads them forwards, another backwards; z and the decoder's initial states are made as
 * MusicVAE makes them. The decoder, LSTMs on top of each other, reads at each step the row of the
 * step before, zeros at first, and z. Its output is 27 numbers: the hits through the sigmoid, as
 * the velocities; the offsets through tanh. What each LSTM reads is dropped out in training, so
 * that the decoder needs z.
 *
 * <p>The loss of a slice is {@link PerformanceLossVertex}'s reconstruction and beta · max(KL − free
 * bits, 0).
 *
 * @param config the name of the hyper-parameters, or of those that these began as: magenta's, or
 *     Partita's own
 * @param steps of a slice, sixteenth notes: 32 or 64
 * @param encoderUnits of the LSTM of each direction
 * @param decoderUnits of the decoder's LSTMs, the lowest first
 * @param latent the size of z
 * @param freeBits of divergence that cost nothing
 * @param beta the weight of the divergence beyond
 * @param dropout the share of each LSTM's inputs that is dropped in training, 0 until 1
 * @param noteDropout see {@link Corruption}, as the next four
 * @param addInstruments numbers of the drums that are to be added, see {@link DrumClass#number}
 * @param hitsControl whether encoder and decoder read the hits of the step that is to be played
 * @param hitHistory whether the decoder reads of the step before its hits alone: fed true
 *     velocities and offsets in training, and its own in playing, it would trust what is wrong by
 *     then; JSON leaves false out
 * @param noHistory whether the decoder reads nothing of the step before: where the encoder's steps
 *     say what to play, its own mistakes only mislead it; JSON leaves false out
 * @param hitsAhead with hitsControl, how many steps beyond the one to be played both read the hits
 *     of, silence beyond the slice; JSON leaves 0 out
 * @param tempo whether both read the slice's tempo at each step; JSON leaves false out
 * @param encoderSteps whether the decoder reads at each step what the encoder's two LSTMs say of
 *     it, beside z; only where something is hidden from the encoder; JSON leaves false out
 * @param batch slices in an update, unless another number is asked for
 * @param learningRate of Adam at first, unless another is asked for
 * @param leastLearningRate see {@link Schedule.Shape#DECAY}
 * @param learningRateDecay see {@link Schedule.Shape#DECAY}
 * @param maxGradientNorm the gradient of all parameters together is scaled down to it
 * @param slicesOfFile slices of a file in an epoch at most, others in another one; 0 for all, which
 *     JSON leaves out
 * @param loss {@value #UPSTREAM}, or {@value #HITS} for a density, see {@link PerformanceLoss};
 *     JSON leaves the former out
 * @param velocitySpread factor by which played velocities are farther from 64 than the decoder
 *     says, as a mean is flatter than any drummer; the loss does not see it; JSON leaves 1 out
 * @param timingSpread the same of offsets and the grid
 * @param hitThreshold probability above which a drum is hit where nothing is drawn; the loss does
 *     not see it, and the most hits are found below ½, which JSON leaves out
 * @param drumMap label of the {@link DrumMap} that its slices are cut by
 */
public record GrooVae(
    String config,
    int steps,
    int encoderUnits,
    List<Integer> decoderUnits,
    int latent,
    double freeBits,
    double beta,
    double dropout,
    double noteDropout,
    boolean tap,
    boolean humanize,
    boolean fixedVelocities,
    List<Integer> addInstruments,
    boolean hitsControl,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Boolean hitHistory,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Boolean noHistory,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Integer hitsAhead,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Boolean tempo,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Boolean encoderSteps,
    int batch,
    double learningRate,
    double leastLearningRate,
    double learningRateDecay,
    double maxGradientNorm,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) Integer slicesOfFile,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Upstream.class) String loss,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = HyperParameters.One.class)
        Double velocitySpread,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = HyperParameters.One.class)
        Double timingSpread,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Half.class) Double hitThreshold,
    String drumMap)
    implements SliceModel<PlayedDrums>, LatentModel<PlayedDrums> {
  /** What a model archive calls it. */
  public static final String KIND = "groovae";

  /** The published loss, which counts velocities and offsets of cells without a hit, too. */
  static final String UPSTREAM = "upstream";

  /** The loss that counts velocities and offsets of hits alone. */
  static final String HITS = "hits";

  private static final String SPREAD = "above 0 … 4";
  private static final int BATCH = 64;

  /** Leaves out the published loss: cards that are older than other losses have none. */
  static final class Upstream extends HyperParameters.LeftOut {
    Upstream() {
      super(UPSTREAM);
    }
  }

  private static final double LIKELIER_THAN_NOT = 0.5;

  /** Leaves out this threshold. */
  static final class Half extends HyperParameters.LeftOut {
    Half() {
      super(LIKELIER_THAN_NOT);
    }
  }

  /** Hyper-parameters of playing alone. */
  static final List<String> OF_PLAYING = List.of("hitThreshold", "timingSpread", "velocitySpread");

  static final HyperParameters<GrooVae> KEPT =
      new HyperParameters<>(GrooVae.class, "groovae.json", GrooVae::config, true);

  public GrooVae {
    Objects.requireNonNull(config, "config");
    drumMap = drumMap == null ? DrumMap.ROLAND.label() : drumMap;
    slicesOfFile = slicesOfFile == null ? 0 : slicesOfFile;
    loss = loss == null ? UPSTREAM : loss;
    velocitySpread = velocitySpread == null ? 1 : velocitySpread;
    timingSpread = timingSpread == null ? 1 : timingSpread;
    hitThreshold = hitThreshold == null ? LIKELIER_THAN_NOT : hitThreshold;
    hitHistory = hitHistory != null && hitHistory;
    noHistory = noHistory != null && noHistory;
    hitsAhead = hitsAhead == null ? 0 : hitsAhead;
    tempo = tempo != null && tempo;
    encoderSteps = encoderSteps != null && encoderSteps;
    decoderUnits = List.copyOf(decoderUnits);
    addInstruments = List.copyOf(addInstruments);
    PerformanceForm form = Forms.PERFORMANCES;
    require(
        steps % DrumGrid.STEPS_PER_BAR == 0 && form.bars().contains(steps / DrumGrid.STEPS_PER_BAR),
        "steps",
        steps,
        "32 or 64");
    HyperParameters.requireUnits("encoderUnits", encoderUnits);
    require(!decoderUnits.isEmpty(), "decoderUnits", decoderUnits, "1 LSTM or more");
    decoderUnits.forEach(units -> HyperParameters.requireUnits("decoderUnits", units));
    HyperParameters.requireUnits("latent", latent);
    require(freeBits >= 0 && freeBits <= 1e6, "freeBits", freeBits, "0 … 1e6");
    require(beta >= 0 && beta <= 1e3, "beta", beta, "0 … 1000");
    require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 until 1");
    require(noteDropout >= 0 && noteDropout <= 1, "noteDropout", noteDropout, "0 … 1");
    for (int drum : addInstruments) {
      require(drum >= 0 && drum < DrumClass.COUNT, "addInstruments", drum, "0 … 8");
    }
    require(
        !noHistory || !hitHistory, "noHistory", noHistory, "false where hitHistory feeds the hits");
    int mostAhead = hitsControl ? steps - 1 : 0;
    require(hitsAhead >= 0 && hitsAhead <= mostAhead, "hitsAhead", hitsAhead, "0 … " + mostAhead);
    require(
        !encoderSteps || humanize || tap || !addInstruments.isEmpty(),
        "encoderSteps",
        encoderSteps,
        "false unless humanize, tap or addInstruments hides something");
    require(batch >= 1, "batch", batch, "1 or more");
    HyperParameters.requireDecay(learningRate, leastLearningRate, learningRateDecay);
    require(maxGradientNorm > 0, "maxGradientNorm", maxGradientNorm, "above 0");
    require(List.of(UPSTREAM, HITS).contains(loss), "loss", loss, UPSTREAM + ", " + HITS);
    require(velocitySpread > 0 && velocitySpread <= 4, "velocitySpread", velocitySpread, SPREAD);
    require(timingSpread > 0 && timingSpread <= 4, "timingSpread", timingSpread, SPREAD);
    require(hitThreshold > 0 && hitThreshold < 1, "hitThreshold", hitThreshold, "between 0 and 1");
    require(slicesOfFile >= 0, "slicesOfFile", slicesOfFile, "0 or more");
    require(DrumMap.of(drumMap).isPresent(), "drumMap", drumMap, DrumMap.labels());
  }

  /** See {@link HyperParameters#named}. */
  static GrooVae named(String config) {
    return KEPT.named(config);
  }

  /** These hyper-parameters but for some, see {@link HyperParameters#with}. */
  GrooVae with(Map<String, String> others) {
    return KEPT.with(this, others);
  }

  /** Which pitch of a file is which drum. */
  DrumMap map() {
    return DrumMap.of(drumMap).orElseThrow();
  }

  /** What the encoder does not see. */
  Corruption corruption() {
    List<DrumClass> drums = addInstruments.stream().map(DrumClass::of).toList();
    return new Corruption(noteDropout, tap, humanize, fixedVelocities, drums);
  }

  /** The same without notes that are left out by chance: what is hidden of a beat to play. */
  Corruption wholeCorruption() {
    Corruption whole = corruption();
    return new Corruption(
        0, whole.tap(), whole.humanize(), whole.fixedVelocities(), whole.addInstruments());
  }

  /** Bits of the drums whose hits are given: the model is asked only how they are played. */
  int givenDrums() {
    if (hitsControl || (!tap && addInstruments.isEmpty())) {
      return DrumClass.MASKS - 1;
    }
    int given = tap ? 0 : DrumClass.MASKS - 1;
    for (int drum : addInstruments) {
      given &= ~(1 << drum);
    }
    return given;
  }

  /** Bits of the drums whose hits the model chooses itself. */
  int ownDrums() {
    return DrumClass.MASKS - 1 - givenDrums();
  }

  /**
   * Numbers of a step that the encoder reads: the row, hits that are given, the tempo. The decoder
   * reads as many before {@link #encodedUnits} and z.
   */
  int inputs() {
    return DrumPerformance.ROW + controlledSteps() * DrumClass.COUNT + (tempo ? 1 : 0);
  }

  /** Numbers that the decoder reads of the encoder at each step. */
  int encodedUnits() {
    return encoderSteps ? 2 * encoderUnits : 0;
  }

  /** Numbers of a step that the decoder reads. */
  int decoderInputs() {
    return inputs() + encodedUnits() + latent;
  }

  /** Steps whose hits are given: the one to be played and those ahead. */
  int controlledSteps() {
    return hitsControl ? 1 + hitsAhead : 0;
  }

  /** Numbers of the step before that the decoder reads; zeros stand for the rest. */
  int history() {
    return noHistory ? 0 : hitHistory ? DrumClass.COUNT : DrumPerformance.ROW;
  }

  /** Whether the loss bounds −ln of a density. */
  boolean isDensity() {
    return loss.equals(HITS);
  }

  /** Free bits in nats. */
  double freeNats() {
    return freeBits * Math.log(2);
  }

  @Override
  public SliceCut<PlayedDrums> sliceCut() {
    return new SliceCut<>(Forms.PERFORMANCES, steps / DrumGrid.STEPS_PER_BAR, map());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public long parameters() {
    return 2 * LstmVertex.parameters(inputs(), encoderUnits)
        + 2 * LatentLayers.denseParameters(2 * encoderUnits, latent)
        + LatentLayers.startedParameters(decoderUnits, latent, decoderInputs())
        + LatentLayers.denseParameters(
            decoderUnits.get(decoderUnits.size() - 1), DrumPerformance.ROW)
        + (isDensity() ? PerformanceLoss.DEVIATIONS : 0);
  }

  @Override
  public Optimizer optimizer() {
    Schedule decay = Schedule.decay(learningRate, leastLearningRate, learningRateDecay);
    return new Optimizer(decay, maxGradientNorm, 0, 1);
  }

  @Override
  public ComputationGraph network(NeuralNetConfiguration.Builder configuration) {
    return GrooVaeGraph.of(this, configuration);
  }

  /**
   * @param noiseSeed also of what the encoder does not see
   */
  @Override
  public List<MultiDataSet> arrays(List<PlayedDrums> examples, long noiseSeed) {
    return List.of(GrooVaeArrays.of(this, examples, noiseSeed));
  }

  /** Slices. */
  @Override
  public long predictions(MultiDataSet part) {
    return part.getLabels(0).size(0);
  }

  /** See {@link GrooVaeScore}. */
  @Override
  public PredictionSums score(ComputationGraph network, List<PlayedDrums> examples) {
    return GrooVaeScore.of(this, network, examples, 0).sum();
  }

  @Override
  public Map<String, Double> figures(PredictionSums score) {
    return GrooVaeScore.figures(this, score);
  }

  /**
   * What an encoder says of performances.
   *
   * @param steps what each step's {@link #encodedUnits} are, [performance][step · units]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Encoded(Posterior posterior, float[][] steps) {}

  @Override
  public Posterior encode(ComputationGraph network, List<PlayedDrums> examples) {
    return encoded(network, examples).posterior();
  }

  /** Encodes performances, of which the encoder hears what the task leaves. */
  Encoded encoded(ComputationGraph network, List<PlayedDrums> examples) {
    return encoded(network, examples.stream().map(PlayedDrums::played).toList(), tempos(examples));
  }

  /** The tempo of each. */
  static double[] tempos(List<PlayedDrums> examples) {
    return examples.stream().mapToDouble(PlayedDrums::qpm).toArray();
  }

  /**
   * Encodes performances.
   *
   * @param qpm tempo of each
   */
  Encoded encoded(ComputationGraph network, List<DrumPerformance> played, double[] qpm) {
    float[][] mu = new float[played.size()][];
    float[][] sigma = new float[played.size()][];
    float[][] encodedSteps = new float[played.size()][];
    Corruption corruption = wholeCorruption();
    for (int first = 0; first < mu.length; first += BATCH) {
      List<DrumPerformance> batch = played.subList(first, Math.min(mu.length, first + BATCH));
      List<float[]> heard = batch.stream().map(one -> corruption.of(one, 0, 0, 0)).toList();
      double[] tempos = Arrays.copyOfRange(qpm, first, first + batch.size());
      float[] noNoise = new float[batch.size() * latent];
      INDArray[] said =
          network.output(
              GrooVaeGraph.encoded(this),
              false,
              GrooVaeArrays.features(this, heard, batch, tempos, noNoise),
              null);
      System.arraycopy(said[0].toFloatMatrix(), 0, mu, first, batch.size());
      System.arraycopy(said[1].toFloatMatrix(), 0, sigma, first, batch.size());
      float[][] ofSteps = GrooVaeArrays.encodedSteps(this, said, batch.size());
      System.arraycopy(ofSteps, 0, encodedSteps, first, batch.size());
    }
    return new Encoded(new Posterior(mu, sigma), encodedSteps);
  }

  /**
   * Performances whose hits the model chooses.
   *
   * @param z [performance][z]
   */
  List<DrumPerformance> decode(
      ComputationGraph network,
      float[][] z,
      GrooVaeDecoder.Given given,
      GrooVaeDecoder.Sampling sampling) {
    List<DrumPerformance> decoded = new ArrayList<>();
    for (int first = 0; first < z.length; first += BATCH) {
      float[][] batch = Arrays.copyOfRange(z, first, Math.min(z.length, first + BATCH));
      for (float[] rows :
          new GrooVaeDecoder(this, network)
              .rows(
                  Nd4j.createFromArray(batch),
                  given.part(first, first + batch.length),
                  sampling.temperature(),
                  sampling.seeds(first, batch.length))) {
        decoded.add(DrumPerformance.ofRows(rows));
      }
    }
    return decoded;
  }

  /** Fails where hits must be given. */
  void requireOwnHits() {
    if (hitsControl) {
      throw new UserException(
          Mistake.MISMATCH, config + " needs hits to play: it makes none of its own.");
    }
  }

  /** Fails where z alone makes no music. */
  void requireZAlone() {
    requireOwnHits();
    if (encoderSteps) {
      throw new UserException(
          Mistake.MISMATCH,
          config
              + " reads its encoder's steps (encoderSteps=true): it plays nothing of z alone. Use"
              + " humanize.");
    }
  }
}
