package io.partita.kind.slicegpt;

import io.partita.model.ClassDraw;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceScoring;
import io.partita.nn.loss.LogSoftmax;
import io.partita.nn.loss.LogitRows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How well a {@link SliceGpt} predicts slices, slice by slice: −ln p of a slice, and the share of
 * its steps whose most probable class is right, each step from the slice's own steps before it.
 */
final class SliceGptScore {
  /** −ln p of a slice. */
  static final String NATS = "nats_per_slice";

  /** The share of right steps, each from the slice's own steps before it. */
  static final String ACCURACY = "accuracy_teacher_forced";

  /**
   * What a slice's steps cost after another slice's history, less what they cost after their own:
   * near 0 where a model does not look at what was played.
   */
  static final String HISTORY = "history_nats";

  /** The figures that are means over slices, in the order in which reports give them. */
  static final List<String> MEANS = List.of(NATS, SliceBaselines.BITS_PER_STEP, ACCURACY, HISTORY);

  private static final int BATCH = 64;

  private SliceGptScore() {}

  /** Without {@link #HISTORY}. */
  static ExampleScores of(SliceGpt model, ComputationGraph network, List<int[]> slices) {
    return scores(model, network, slices, null);
  }

  /** All figures, {@link #HISTORY} after {@link OtherHistories}. */
  static ExampleScores withHistory(SliceGpt model, ComputationGraph network, List<int[]> slices) {
    return scores(model, network, slices, SliceScoring.otherHistories(slices));
  }

  private static ExampleScores scores(
      SliceGpt model, ComputationGraph network, List<int[]> slices, List<int[]> others) {
    List<String> figures = MEANS.subList(0, others == null ? 3 : 4);
    double[][] sums = new double[slices.size()][figures.size()];
    double loss = 0;
    for (int first = 0; first < slices.size(); first += BATCH) {
      int end = Math.min(slices.size(), first + BATCH);
      List<int[]> batch = slices.subList(first, end);
      double[][] found = found(model, network, batch, batch);
      double[][] astray =
          others == null ? null : found(model, network, batch, others.subList(first, end));
      for (int k = 0; k < batch.size(); k++) {
        double[] of = sums[first + k];
        of[0] = found[k][0];
        of[1] = found[k][0] / (model.steps() * Math.log(2));
        of[2] = found[k][1] / model.steps();
        if (astray != null) {
          of[3] = astray[k][0] - found[k][0];
        }
        loss += of[0];
      }
    }
    long[] counts = new long[slices.size()];
    Arrays.fill(counts, 1);
    PredictionSums summed = new PredictionSums(0, Map.of(PredictionSums.LOSS_NATS, loss));
    return new ExampleScores(figures, counts, sums, summed);
  }

  /** Nats and right steps of each slice, read after a history. */
  private static double[][] found(
      SliceGpt model, ComputationGraph network, List<int[]> slices, List<int[]> histories) {
    LogitRows rows = new LogitRows(logits(model, network, histories));
    double[][] found = new double[slices.size()][2];
    for (int k = 0; k < found.length; k++) {
      int[] slice = model.checked(slices.get(k));
      for (int step = 0; step < model.steps(); step++) {
        double[] logits = rows.read(k * model.steps() + step);
        int target = slice[step];
        found[k][0] += LogSoftmax.logSum(logits, 0, logits.length) - logits[target];
        found[k][1] += ClassDraw.mostProbable(logits) == target ? 1 : 0;
      }
    }
    return found;
  }

  /**
   * What enters the softmax of each step, after the steps of a slice before it.
   *
   * @return [slices · steps, classes], one slice after the other
   */
  static INDArray logits(SliceGpt model, ComputationGraph network, List<int[]> slices) {
    INDArray[] features = {SliceGptArrays.read(model, slices)};
    return network.output(List.of(SliceGpt.LOGITS), false, features, null)[0];
  }
}
