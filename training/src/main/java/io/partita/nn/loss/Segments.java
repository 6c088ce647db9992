package io.partita.nn.loss;

/**
 * How a decoder's arrays lie: an example's steps are cut into segments of equal length, and each
 * segment is a sequence of its own. Sequences stand segment after segment, the batch within; rows
 * of steps stand step after step of the segment, the sequences within.
 *
 * @param steps of an example, a multiple of segments
 */
public record Segments(int batch, int steps, int segments) {
  public int stepsOfSegment() {
    return steps / segments;
  }

  public int sequences() {
    return segments * batch;
  }

  /** The sequence that a step of an example belongs to. */
  public int sequence(int example, int step) {
    return step / stepsOfSegment() * batch + example;
  }

  /** The row of a step of an example. */
  public int row(int example, int step) {
    return step % stepsOfSegment() * sequences() + sequence(example, step);
  }
}
