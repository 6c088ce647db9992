package io.partita.drum;

import java.io.Serializable;
import java.util.List;

/**
 * A guess of a drum slice that has all of it before it: the training slice that is most like it. To
 * say which one takes {@link #bits}, so it is what an autoencoder of as many bits could do by heart.
 *
 * @see DrumLoop#equalSteps
 */
public final class NearestSlice implements Serializable {
  private static final long serialVersionUID = 1;

  private final short[][] slices;

  /**
   * @param slices of one length, masks 0 to 511; at least one
   */
  public NearestSlice(List<int[]> slices) {
    this.slices = new short[slices.size()][];
    for (int k = 0; k < this.slices.length; k++) {
      int[] slice = slices.get(k);
      this.slices[k] = new short[slice.length];
      for (int step = 0; step < slice.length; step++) {
        DrumLoop.requireMask(slice[step]);
        this.slices[k][step] = (short) slice[step];
      }
    }
  }

  /** What it takes to name one of the slices. */
  public double bits() {
    return Math.log(slices.length) / Math.log(2);
  }

  /** Steps at which the slice that has the most of them is as another. */
  public int equalSteps(int[] slice) {
    int most = 0;
    for (short[] candidate : slices) {
      int equal = 0;
      for (int step = 0; step < slice.length; step++) {
        equal += candidate[step] == slice[step] ? 1 : 0;
      }
      most = Math.max(most, equal);
    }
    return most;
  }
}
