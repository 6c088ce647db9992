package io.partita.kind.rvq;

import java.io.Serializable;

/**
 * Frames of one partition, each with a hash that says which it is wherever it lies.
 *
 * @param hashes of the frames, as {@link FrameHash} makes them
 * @param values [frames][dimension], frame after frame, finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the arrays travel and are not changed
public record FrameRows(long[] hashes, float[] values) implements Serializable {
  /** How many there are. */
  public int count() {
    return hashes.length;
  }
}
