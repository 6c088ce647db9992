package io.partita.model.slices;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Histories that are not a slice's own, to see how much a model looks at what was played. */
public final class OtherHistories {
  private OtherHistories() {}

  /**
   * For each slice the one half of all slices further on; for a single slice one of class 0 alone.
   *
   * @param slices classes of the steps, of one length
   */
  public static List<int[]> of(List<int[]> slices) {
    List<int[]> others = new ArrayList<>(slices);
    Collections.rotate(others, slices.size() / 2);
    if (slices.size() == 1) {
      others.set(0, new int[slices.get(0).length]);
    }
    return others;
  }
}
