package io.partita.kind.note;

import io.partita.nn.loss.ClassLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of a {@link NoteLstm} as arrays. */
final class NoteArrays {
  private NoteArrays() {}

  static List<MultiDataSet> of(NoteLstm model, List<int[]> examples) {
    return model.mode() == NoteLstm.Mode.WINDOW
        ? List.of(windows(model, examples))
        : segments(model, examples);
  }

  private static MultiDataSet windows(NoteLstm model, List<int[]> examples) {
    int length = model.sequenceLength();
    int[][] notes = new int[examples.size()][];
    int[] next = new int[examples.size()];
    for (int k = 0; k < notes.length; k++) {
      int[] example = examples.get(k);
      if (example.length != length + 1) {
        throw new IllegalArgumentException(
            "A window of %d classes, not of %d and the one to predict."
                .formatted(example.length, length));
      }
      notes[k] = new int[length];
      for (int step = 0; step < length; step++) {
        notes[k][step] = example[step];
      }
      next[k] = example[length];
    }
    float[] weights = new float[next.length];
    Arrays.fill(weights, 1);
    return new MultiDataSet(
        new INDArray[] {notes(model, notes)}, new INDArray[] {labels(model, next, weights)});
  }

  /** What the network reads as its notes: classes for the own LSTM, one-hot for DL4J's. */
  static INDArray notes(NoteLstm model, int[][] notes) {
    int steps = notes[0].length;
    int vocabulary = model.vocabulary();
    boolean classes = model.recurrent() == NoteLstm.Recurrent.OWN;
    float[] values = new float[notes.length * steps * (classes ? 1 : vocabulary)];
    for (int sequence = 0; sequence < notes.length; sequence++) {
      for (int step = 0; step < steps; step++) {
        int note = checked(model, notes[sequence][step]);
        if (classes) {
          values[sequence * steps + step] = note;
        } else {
          values[(sequence * vocabulary + note) * steps + step] = 1;
        }
      }
    }
    return classes
        ? Nd4j.create(values, new long[] {notes.length, steps}, 'c')
        : Nd4j.create(values, new long[] {notes.length, vocabulary, steps}, 'c');
  }

  /** Rows that are there: whose weight is not 0. */
  static long predictions(INDArray labels) {
    long predictions = 0;
    for (float weight : labels.getColumn(1).toFloatVector()) {
      predictions += weight == 0 ? 0 : 1;
    }
    return predictions;
  }

  /** Class and weight of each row, as {@link ClassLoss} takes them. */
  private static INDArray labels(NoteLstm model, int[] classes, float[] weights) {
    float[] values = new float[2 * classes.length];
    for (int row = 0; row < classes.length; row++) {
      values[2 * row] = checked(model, classes[row]);
      values[2 * row + 1] = weights[row];
    }
    return Nd4j.create(values, new long[] {classes.length, 2}, 'c');
  }

  private static int checked(NoteLstm model, int note) {
    if (note < 0 || note >= model.vocabulary()) {
      throw new IllegalArgumentException(
          "Class %d is not in the vocabulary of %d.".formatted(note, model.vocabulary()));
    }
    return note;
  }

  private static List<MultiDataSet> segments(NoteLstm model, List<int[]> pieces) {
    int longest = 0;
    for (int[] piece : pieces) {
      if (piece.length < 2) {
        throw new IllegalArgumentException(
            "A piece of %d notes has nothing to predict; it takes 2.".formatted(piece.length));
      }
      longest = Math.max(longest, piece.length);
    }
    List<MultiDataSet> segments = new ArrayList<>();
    for (int first = 0; first < longest - 1; first += model.segmentLength()) {
      int steps = Math.min(model.segmentLength(), longest - 1 - first);
      segments.add(segment(model, pieces, first, steps));
    }
    return segments;
  }

  /** The steps from first on: note first + k is read, note first + k + 1 predicted. */
  private static MultiDataSet segment(NoteLstm model, List<int[]> pieces, int first, int steps) {
    int batch = pieces.size();
    int[][] notes = new int[batch][steps];
    int[] next = new int[steps * batch];
    float[] weights = new float[steps * batch];
    int count = 0;
    for (int sequence = 0; sequence < batch; sequence++) {
      int[] piece = pieces.get(sequence);
      for (int step = 0; step < steps && first + step + 1 < piece.length; step++) {
        notes[sequence][step] = piece[first + step];
        next[step * batch + sequence] = piece[first + step + 1];
        weights[step * batch + sequence] = 1;
        count++;
      }
    }
    // The mean is over the rows that are there; DL4J divides by all.
    float weight = (float) weights.length / count;
    for (int row = 0; row < weights.length; row++) {
      weights[row] *= weight;
    }
    return new MultiDataSet(
        new INDArray[] {notes(model, notes), carry(batch, first == 0 ? 0 : 1)},
        new INDArray[] {labels(model, next, weights)});
  }

  /** The second input in sequence mode, [batch, 1]. */
  static INDArray carry(int batch, int value) {
    float[] carry = new float[batch];
    Arrays.fill(carry, value);
    return Nd4j.create(carry, new long[] {batch, 1}, 'c');
  }
}
