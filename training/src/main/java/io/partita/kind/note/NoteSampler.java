package io.partita.kind.note;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Continues a line of notes with a {@link NoteLstm}. For whole sequences the network's state is
 * carried from note to note, so each note costs one step; for windows the network sees the last
 * {@code sequenceLength} notes, fewer at the beginning.
 */
public final class NoteSampler {
  private final NoteLstm model;
  private final ComputationGraph network;

  /**
   * @param network of this model; used by this sampler alone as long as it draws, because it may
   *     carry the state
   */
  public NoteSampler(NoteLstm model, ComputationGraph network) {
    this.model = model;
    this.network = network;
  }

  /**
   * Draws the notes that follow a prompt.
   *
   * @param prompt classes, at least one
   * @param count number of notes to draw at most, 0 or more
   * @return the classes drawn, without the prompt and without the class that ended the line; fewer
   *     than asked for where one did
   */
  public int[] continued(int[] prompt, int count, NoteSampling sampling) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("The prompt is empty; it takes one note at least.");
    }
    SplittableRandom random = new SplittableRandom(sampling.seed());
    int[] line = Arrays.copyOf(prompt, prompt.length + count);
    for (int next = prompt.length; next < line.length; next++) {
      double[] logProbabilities =
          model.mode() == NoteLstm.Mode.WINDOW
              ? afterWindow(line, next)
              : afterState(line, next, next == prompt.length);
      boolean isFirst = next == prompt.length;
      int[] among =
          sampling
              .draw()
              .among(
                  logProbabilities,
                  k -> !sampling.never().contains(k) && !(isFirst && sampling.ends().contains(k)));
      line[next] = sampling.draw().pick(logProbabilities, among, random.nextDouble());
      if (sampling.ends().contains(line[next])) {
        return Arrays.copyOfRange(line, prompt.length, next);
      }
    }
    return Arrays.copyOfRange(line, prompt.length, line.length);
  }

  private double[] afterWindow(int[] line, int next) {
    int first = Math.max(0, next - model.sequenceLength());
    return last(new INDArray[] {notes(line, first, next)});
  }

  /** The whole prompt from state zero at first, then the note that was just drawn. */
  private double[] afterState(int[] line, int next, boolean atPrompt) {
    INDArray notes = notes(line, atPrompt ? 0 : next - 1, next);
    return last(new INDArray[] {notes, NoteArrays.carry(1, atPrompt ? 0 : 1)});
  }

  private INDArray notes(int[] line, int first, int end) {
    return NoteArrays.notes(
        model, new int[][] {IntStream.range(first, end).map(k -> line[k]).toArray()});
  }

  private double[] last(INDArray[] features) {
    double[][] rows = NoteProbabilities.log(network, features);
    return rows[rows.length - 1];
  }
}
