package io.partita.model.slices.vae;

import io.partita.SplitMix64;
import io.partita.drum.DrumGrid;
import io.partita.drum.DrumMap;
import io.partita.form.SliceForm;
import io.partita.model.ClassDraw;
import io.partita.model.PredictionSums;
import io.partita.model.slices.SliceModel;
import io.partita.nn.loss.KlCharge;
import io.partita.nn.loss.LogSoftmax;
import io.partita.objective.LatentModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * A variational autoencoder of slices (Kingma and Welling, 2014): its encoder makes a normal
 * distribution of latent vectors z of a slice, its decoder a slice of a z, each step from those
 * before it. The loss of a slice is its cross-entropy summed over steps and voices and the {@link
 * KlCharge} of the divergence, nats.
 */
public interface SliceVae extends SliceModel<int[]>, LatentModel<int[]> {
  /**
   * What chooses the class of each label of each slice, which the next step of its voice is fed.
   */
  interface LabelChoice {
    /**
     * @param label index within the slice
     * @param logits [classes], what enters the label's softmax; valid until the next label
     * @return a class
     */
    int of(int slice, int label, double[] logits);
  }

  /** Steps of a slice, sixteenth notes. */
  int steps();

  /** What the divergence costs. */
  KlCharge charge();

  /**
   * Decodes latent vectors, each step fed what was chosen for the step before.
   *
   * @param z [count][latent]
   * @return a slice for each, of what was chosen
   */
  List<int[]> decode(ComputationGraph network, float[][] z, LabelChoice choice);

  /**
   * Decodes latent vectors to what a draw chooses.
   *
   * @param z [count][latent]
   * @param sampling slice k draws by the seed and k alone
   * @return a slice for each
   */
  default List<int[]> decode(ComputationGraph network, float[][] z, StepSampling sampling) {
    if (sampling.isArgmax()) {
      return decode(network, z, (slice, label, logits) -> ClassDraw.mostProbable(logits));
    }
    double[][] draws = new double[z.length][];
    Arrays.setAll(
        draws,
        k -> new SplittableRandom(SplitMix64.of(sampling.seed(), k)).doubles(labels()).toArray());
    return decode(
        network, z, (slice, label, logits) -> sampling.draw().pick(logits, draws[slice][label]));
  }

  /** What a slice is. */
  default SliceForm form() {
    return (SliceForm) sliceCut().form();
  }

  /** Labels of a slice: steps of all voices. */
  default int labels() {
    return steps() * form().voices().size();
  }

  /** Whole bars of 4/4 that a slice has. */
  default int bars() {
    return steps() / DrumGrid.STEPS_PER_BAR;
  }

  /** What tells models apart that cannot be compared. */
  default String measuredOn() {
    DrumMap map = sliceCut().map();
    return form().measuredOn(steps())
        + (map == DrumMap.GM ? "" : " by the drum map " + map.label());
  }

  /**
   * What slices cost where each is decoded from a z: −ln p of a slice given its z, the
   * reconstruction of the loss.
   *
   * @param fed slices whose steps each decoder is fed: the slices themselves, or other histories
   * @param z [slice][latent]
   * @return nats of all steps and voices, [slice]
   */
  default double[] nats(
      ComputationGraph network, List<int[]> slices, List<int[]> fed, float[][] z) {
    double[] nats = new double[slices.size()];
    decode(
        network,
        z,
        (slice, label, logits) -> {
          nats[slice] += nats(logits, slices.get(slice)[label]);
          return fed.get(slice)[label];
        });
    return nats;
  }

  /**
   * What each label of slices costs, see {@link #nats(ComputationGraph, List, List, float[][])}.
   *
   * @return nats, [slice][label]
   */
  default double[][] labelNats(
      ComputationGraph network, List<int[]> slices, List<int[]> fed, float[][] z) {
    double[][] nats = new double[slices.size()][labels()];
    decode(
        network,
        z,
        (slice, label, logits) -> {
          nats[slice][label] = nats(logits, slices.get(slice)[label]);
          return fed.get(slice)[label];
        });
    return nats;
  }

  /** −ln of a softmax at a class. */
  static double nats(double[] logits, int target) {
    return LogSoftmax.logSum(logits, 0, logits.length) - logits[target];
  }

  /** Slices. */
  @Override
  default long predictions(MultiDataSet part) {
    return part.getLabels(0).size(0);
  }

  /** See {@link SliceVaeScore}. */
  @Override
  default PredictionSums score(ComputationGraph network, List<int[]> examples) {
    return SliceVaeScore.of(this, network, examples, SliceVaeScore.Z.DRAWN);
  }

  @Override
  default double lossNats(PredictionSums score, long iteration) {
    return SliceVaeScore.lossNats(this, score, iteration);
  }

  @Override
  default Map<String, Double> figures(PredictionSums score) {
    return SliceVaeScore.figures(this, score);
  }

  @Override
  default Map<String, Double> schedules(long iteration) {
    Map<String, Double> schedules = new LinkedHashMap<>();
    schedules.put("beta", charge().beta(iteration));
    if (charge().boundTo() > 0) {
      schedules.put("bound_share", charge().turned(iteration));
    }
    return schedules;
  }
}
