package io.partita.kind.groovae;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.drum.DrumPerformance;
import io.partita.form.PlayedDrums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A performance and another of its length that is to be like it. */
record PlayedPair(DrumPerformance real, DrumPerformance made) {
  static final String DISTANCE = "hamming_distance";

  /** Of examples. */
  static PlayedPair of(PlayedDrums real, PlayedDrums made) {
    return new PlayedPair(real.played(), made.played());
  }

  /** Hits of which only one has each. */
  int distance() {
    return DrumLoop.hammingDistance(real.masks(), made.masks());
  }

  /**
   * Means over the hits of both of how far offsets and velocities are apart, and the hits that
   * differ; NaN without such a hit.
   */
  static Map<String, Object> figures(List<PlayedPair> pairs) {
    double offsets = 0;
    double velocities = 0;
    int both = 0;
    for (PlayedPair pair : pairs) {
      for (int step = 0; step < pair.real.steps(); step++) {
        for (int drum = 0; drum < DrumClass.COUNT; drum++) {
          if (pair.real.isHit(step, drum) && pair.made.isHit(step, drum)) {
            both++;
            offsets += Math.abs(pair.real.offset(step, drum) - pair.made.offset(step, drum));
            velocities += Math.abs(pair.real.velocity(step, drum) - pair.made.velocity(step, drum));
          }
        }
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(DISTANCE, pairs.stream().mapToInt(PlayedPair::distance).sum());
    figures.put("offset_mae_steps", both == 0 ? null : offsets / both);
    figures.put("velocity_mae_127", both == 0 ? null : velocities / both);
    return figures;
  }
}
