package io.partita.kind.groovae;

import io.partita.SplitMix64;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumPerformance;
import io.partita.form.PlayedDrums;
import io.partita.nn.latent.LatentNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of a {@link GrooVae} as arrays, as {@link GrooVaeGraph} names them. */
final class GrooVaeArrays {
  /** A tempo is read as its distance from the first in units of the second, quarters a minute. */
  private static final double MIDDLE_QPM = 110;

  private static final double QPM_UNIT = 40;

  private GrooVaeArrays() {}

  /** A batch to train on. */
  static MultiDataSet of(GrooVae model, List<PlayedDrums> examples, long noiseSeed) {
    List<float[]> heard = new ArrayList<>();
    List<DrumPerformance> played = examples.stream().map(PlayedDrums::played).toList();
    for (int k = 0; k < played.size(); k++) {
      heard.add(model.corruption().of(played.get(k), noiseSeed, 0, k));
    }
    SplittableRandom random = new SplittableRandom(noiseSeed);
    float[] noise = LatentNoise.of(played.size() * model.latent(), random);
    double[] qpm = examples.stream().mapToDouble(PlayedDrums::qpm).toArray();
    return new MultiDataSet(
        features(model, heard, played, qpm, noise), new INDArray[] {Nd4j.zeros(played.size(), 1)});
  }

  /** What the encoder reads of a performance, corrupted by its own seed. */
  static float[] heard(GrooVae model, DrumPerformance played) {
    return model.corruption().of(played, SplitMix64.of(played.hashCode()), 0, 0);
  }

  /**
   * What the network reads.
   *
   * @param heard rows of each performance, [steps, 27], that the encoder reads
   * @param qpm tempo of each
   * @param noise of all of them, one after the other
   */
  static INDArray[] features(
      GrooVae model,
      List<float[]> heard,
      List<DrumPerformance> played,
      double[] qpm,
      float[] noise) {
    int batch = played.size();
    List<float[]> targets = played.stream().map(DrumPerformance::rows).toList();
    List<float[]> controlled = new ArrayList<>();
    List<float[]> fed = new ArrayList<>();
    for (int k = 0; k < batch; k++) {
      controlled.add(controlled(model, heard.get(k), targets.get(k), qpm[k]));
      fed.add(controlled(model, later(model, targets.get(k)), targets.get(k), qpm[k]));
    }
    return new INDArray[] {
      sequences(controlled, model.steps(), false),
      sequences(controlled, model.steps(), true),
      sequences(fed, model.steps(), false),
      sequences(targets, model.steps(), false),
      Nd4j.create(noise, new long[] {batch, model.latent()}, 'c')
    };
  }

  /** What the decoder reads of each row, a step later, behind zeros. */
  private static float[] later(GrooVae model, float[] rows) {
    float[] later = new float[rows.length];
    for (int row = DrumPerformance.ROW; row < rows.length; row += DrumPerformance.ROW) {
      System.arraycopy(rows, row - DrumPerformance.ROW, later, row, model.history());
    }
    return later;
  }

  /** The rows with the hits of what is to be played and its tempo, where a model reads them. */
  private static float[] controlled(GrooVae model, float[] rows, float[] target, double qpm) {
    int size = model.inputs();
    float[] controlled = new float[model.steps() * size];
    for (int step = 0; step < model.steps(); step++) {
      int from = step * DrumPerformance.ROW;
      System.arraycopy(rows, from, controlled, step * size, DrumPerformance.ROW);
      int known = Math.min(model.controlledSteps(), model.steps() - step);
      for (int ahead = 0; ahead < known; ahead++) {
        int to = step * size + DrumPerformance.ROW + ahead * DrumClass.COUNT;
        int row = from + ahead * DrumPerformance.ROW;
        System.arraycopy(target, row, controlled, to, DrumClass.COUNT);
      }
      if (model.tempo()) {
        controlled[step * size + size - 1] = tempo(qpm);
      }
    }
    return controlled;
  }

  /** A tempo as the networks read it. */
  static float tempo(double qpm) {
    return (float) ((qpm - MIDDLE_QPM) / QPM_UNIT);
  }

  /**
   * What the encoder says of each step.
   *
   * @param said by the vertices that {@link GrooVaeGraph#encoded} names
   * @return [batch][step · {@link GrooVae#encodedUnits}]
   */
  static float[][] encodedSteps(GrooVae model, INDArray[] said, int batch) {
    if (!model.encoderSteps()) {
      return new float[batch][0];
    }
    INDArray steps = said[said.length - 1].permute(0, 2, 1).dup('c');
    return steps.reshape('c', batch, steps.size(1) * steps.size(2)).toFloatMatrix();
  }

  /** [batch, size, steps] over step-major memory, as the LSTM reads it. */
  private static INDArray sequences(List<float[]> rows, int steps, boolean backwards) {
    int batch = rows.size();
    int size = rows.get(0).length / steps;
    float[] values = new float[batch * steps * size];
    for (int step = 0; step < steps; step++) {
      int from = (backwards ? steps - 1 - step : step) * size;
      for (int k = 0; k < batch; k++) {
        System.arraycopy(rows.get(k), from, values, (step * batch + k) * size, size);
      }
    }
    return Nd4j.create(values, new long[] {steps, batch, size}, 'c').permute(1, 2, 0);
  }

  /** The noise that a performance itself draws, [z]. */
  static float[] noise(GrooVae model, DrumPerformance played) {
    return LatentNoise.of(model.latent(), new SplittableRandom(ownSeed(played)));
  }

  static long ownSeed(DrumPerformance played) {
    return SplitMix64.of(Arrays.hashCode(played.velocities()));
  }
}
