package io.partita.model.slices.vae;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Slices that differ, of a few classes. */
public final class DrawnSlices {
  private DrawnSlices() {}

  public static List<int[]> of(SliceVae model, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> slices = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int[] slice = new int[model.labels()];
      for (int at = 0; at < slice.length; at++) {
        int classes = model.form().voices().get(at / model.steps()).classes();
        slice[at] = random.nextInt(3) == 0 ? random.nextInt(classes) : 4 * (at % 2);
      }
      slices.add(slice);
    }
    return slices;
  }
}
