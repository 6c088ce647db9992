package io.partita.model.slices.vae;

import io.partita.model.slices.SliceForm;
import io.partita.picture.SliceRoll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slices on the way from one point of a latent space to another.
 *
 * @param form of the slices
 * @param loops [loop][label], all of one length; the first is where the way starts
 */
record LatentPath(SliceForm form, List<int[]> loops) {
  /** The loops below each other. */
  List<SliceRoll> rolls() {
    List<SliceRoll> rolls = new ArrayList<>();
    for (int[] loop : loops) {
      String remark = distance(loop) + " " + form.unit() + " from start";
      rolls.add(new SliceRoll("step " + (rolls.size() + 1), remark, loop));
    }
    return rolls;
  }

  /** The loops as objects of JSON. */
  List<Map<String, Object>> fields() {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (int[] loop : loops) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("hamming_distance", distance(loop));
      step.putAll(form.labels(loop));
      fields.add(step);
    }
    return fields;
  }

  private int distance(int[] loop) {
    return form.distance(loops.get(0), loop);
  }
}
