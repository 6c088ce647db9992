package io.partita.models.musicvae;

import io.partita.drum.DrumLoop;
import io.partita.picture.DrumRoll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loops on the way from one point of a latent space to another.
 *
 * @param loops [loop][step], all of one length; the first is where the way starts
 */
record LatentPath(List<int[]> loops) {
  /** The loops below each other. */
  List<DrumRoll> rolls() {
    List<DrumRoll> rolls = new ArrayList<>();
    for (int[] loop : loops) {
      String remark = distance(loop) + " hits from start";
      rolls.add(new DrumRoll("step " + (rolls.size() + 1), remark, loop));
    }
    return rolls;
  }

  /** The loops as objects of JSON. */
  List<Map<String, Object>> fields() {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (int[] loop : loops) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("hamming_distance", distance(loop));
      step.put("steps", loop);
      fields.add(step);
    }
    return fields;
  }

  private int distance(int[] loop) {
    return DrumLoop.hammingDistance(loops.get(0), loop);
  }
}
