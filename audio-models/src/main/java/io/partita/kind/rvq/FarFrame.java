package io.partita.kind.rvq;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A frame that may become an entry.
 *
 * @param distance squared, from its nearest entry; 0 where none is asked for
 * @param hash that decides between equal distances
 * @param values of the frame
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by its values
record FarFrame(float distance, long hash, float[] values) implements Serializable {

  /** The farthest first, then the lowest hash. */
  static final class Order implements Comparator<FarFrame>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(FarFrame one, FarFrame other) {
      int byDistance = Float.compare(other.distance, one.distance);
      return byDistance == 0 ? Long.compareUnsigned(one.hash, other.hash) : byDistance;
    }
  }
}
