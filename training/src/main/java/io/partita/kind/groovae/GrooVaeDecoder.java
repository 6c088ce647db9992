package io.partita.kind.groovae;

import io.partita.SplitMix64;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumPerformance;
import io.partita.nn.blas.Doubles;
import io.partita.nn.loss.StepLogits;
import io.partita.nn.lstm.LstmStack;
import io.partita.nn.lstm.LstmWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** From latent vectors to performances: a {@link GrooVae}'s decoder, fed what it played itself. */
final class GrooVaeDecoder {
  /**
   * How hits, velocities and offsets are chosen.
   *
   * @param temperature of the hits' probabilities, and factor of the learnt deviations by which
   *     velocities and offsets are drawn where there are any, at least 0; 0 for hits above {@link
   *     GrooVae#hitThreshold} and what the decoder says
   * @param seed element k of what is decoded draws by (seed, k) alone
   */
  record Sampling(double temperature, long seed) {
    /** Of each element. */
    long[] seeds(int first, int count) {
      return LongStream.range(first, first + count).map(k -> SplitMix64.of(seed, k)).toArray();
    }

    /** Nothing is drawn; no seed decides anything. */
    static final Sampling LIKELIEST = new Sampling(0, 0);
  }

  /**
   * What a decoder is given of each slice beside z.
   *
   * @param hits [slice][step] masks, of which {@link GrooVae#givenDrums} are played whatever the
   *     decoder says, and which a model with hits control reads; or null
   * @param qpm tempo of each slice, which a model with tempo reads
   * @param encoded see {@link GrooVae.Encoded#steps}; or null where the model reads none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Given(int[][] hits, double[] qpm, float[][] encoded) {
    /** Tempos alone. */
    static Given tempos(double qpm, int slices) {
      double[] all = new double[slices];
      Arrays.fill(all, qpm);
      return new Given(null, all, null);
    }

    /** Of the slices from one until another. */
    Given part(int first, int end) {
      return new Given(
          hits == null ? null : Arrays.copyOfRange(hits, first, end),
          Arrays.copyOfRange(qpm, first, end),
          encoded == null ? null : Arrays.copyOfRange(encoded, first, end));
    }
  }

  /** The velocity that a spread leaves as it is. */
  private static final double MIDDLE = 0.5;

  private final GrooVae model;
  private final ComputationGraph network;
  private final boolean oneByOne;

  GrooVaeDecoder(GrooVae model, ComputationGraph network) {
    this(model, network, false);
  }

  /**
   * @param oneByOne see {@link LstmStack#of(List, INDArray, INDArray, boolean)}
   */
  GrooVaeDecoder(GrooVae model, ComputationGraph network, boolean oneByOne) {
    this.model = model;
    this.network = network;
    this.oneByOne = oneByOne;
  }

  /**
   * Decodes a batch.
   *
   * @param z [batch, latent]
   * @param given of each
   * @param temperature see {@link Sampling}
   * @param seeds [batch] of what is drawn
   * @return [batch][step · 27] rows, of cells without a hit zeros
   */
  float[][] rows(INDArray z, Given given, double temperature, long[] seeds) {
    int batch = (int) z.size(0);
    int[][] hits = given.hits();
    int givenDrums = hits == null ? 0 : model.givenDrums();
    float[][] latent = z.toFloatMatrix();
    float[][] rows = new float[batch][model.steps() * DrumPerformance.ROW];
    SplittableRandom[] dice = new SplittableRandom[batch];
    for (int k = 0; k < batch; k++) {
      dice[k] = new SplittableRandom(seeds[k]);
    }
    try (MemoryWorkspace out = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      LstmStack lstms = LstmStack.of(weights(), null, start(z), oneByOne);
      Map<String, INDArray> output = network.getVertex(GrooVaeGraph.LOGITS).paramTable(false);
      StepLogits logits = new StepLogits(output.get("W"), output.get("b"));
      int size = model.decoderInputs();
      int units = model.encodedUnits();
      double[] deviations = deviations(temperature);
      float[] fed = new float[batch * size];
      for (int k = 0; k < batch; k++) {
        int end = (k + 1) * size;
        System.arraycopy(latent[k], 0, fed, end - model.latent(), model.latent());
        if (model.tempo()) {
          fed[k * size + model.inputs() - 1] = GrooVaeArrays.tempo(given.qpm()[k]);
        }
      }
      for (int step = 0; step < model.steps(); step++) {
        for (int k = 0; k < batch; k++) {
          for (int ahead = 0; ahead < model.controlledSteps(); ahead++) {
            int at = k * size + DrumPerformance.ROW + ahead * DrumClass.COUNT;
            control(fed, at, step + ahead < model.steps() ? hits[k][step + ahead] : 0);
          }
          if (units > 0) {
            int at = k * size + model.inputs();
            System.arraycopy(given.encoded()[k], step * units, fed, at, units);
          }
        }
        INDArray values = Nd4j.create(fed.clone(), new long[] {batch, size}, 'c');
        double[][] said = logits.of(lstms.step(values));
        for (int k = 0; k < batch; k++) {
          int row = step * DrumPerformance.ROW;
          int mask = hits == null ? 0 : hits[k][step];
          play(said[k], givenDrums, mask, temperature, deviations, dice[k], rows[k], row);
          System.arraycopy(rows[k], row, fed, k * size, model.history());
        }
      }
    }
    return rows;
  }

  private static void control(float[] fed, int first, int mask) {
    for (int drum = 0; drum < DrumClass.COUNT; drum++) {
      fed[first + drum] = mask >> drum & 1;
    }
  }

  private void play(
      double[] logits,
      int given,
      int mask,
      double temperature,
      double[] deviations,
      SplittableRandom dice,
      float[] rows,
      int row) {
    for (int drum = 0; drum < DrumClass.COUNT; drum++) {
      double logit = logits[drum];
      boolean isHit =
          (given >> drum & 1) == 1
              ? (mask >> drum & 1) == 1
              : temperature == 0
                  ? PerformanceLoss.sigmoid(logit) > model.hitThreshold()
                  : dice.nextDouble() < PerformanceLoss.sigmoid(logit / temperature);
      if (isHit) {
        int velocity = DrumPerformance.VELOCITY + drum;
        int offset = DrumPerformance.OFFSET + drum;
        double said = PerformanceLoss.sigmoid(logits[velocity]);
        double loud = MIDDLE + model.velocitySpread() * (said - MIDDLE);
        double early = model.timingSpread() * Math.tanh(logits[offset]);
        if (deviations.length > 0) {
          loud += deviations[drum] * dice.nextGaussian();
          early += deviations[DrumClass.COUNT + drum] * dice.nextGaussian();
        }
        rows[row + drum] = 1;
        rows[row + velocity] = (float) Math.max(0, Math.min(loud, 1));
        rows[row + offset] = (float) Math.max(-1, Math.min(early, 1));
      }
    }
  }

  /** Of velocities and offsets by drum, those that are drawn by; none where nothing is. */
  private double[] deviations(double temperature) {
    if (!model.isDensity() || temperature == 0) {
      return new double[0];
    }
    return Arrays.stream(
            Doubles.of(
                network
                    .getVertex(GrooVaeGraph.DEVIATIONS)
                    .paramTable(false)
                    .get(DeviationVertex.LOGS)))
        .map(log -> temperature * Math.exp(log))
        .toArray();
  }

  private List<LstmWeights> weights() {
    List<LstmWeights> weights = new ArrayList<>();
    for (int layer = 1; layer <= model.decoderUnits().size(); layer++) {
      weights.add(
          LstmWeights.of(network.getVertex(GrooVaeGraph.DECODER + layer).paramTable(false)));
    }
    return weights;
  }

  private INDArray start(INDArray z) {
    INDArray weights = network.getLayer(GrooVaeGraph.DECODER_START).getParam("W");
    INDArray bias = network.getLayer(GrooVaeGraph.DECODER_START).getParam("b");
    return Transforms.tanh(z.mmul(weights).addiRowVector(bias), false);
  }
}
