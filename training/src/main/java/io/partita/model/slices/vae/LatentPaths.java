package io.partita.model.slices.vae;

import io.partita.nn.latent.Slerp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The ways between pairs of slices as {@code interpolate} goes them by default: {@value #POINTS}
 * points on the arc between their mean z, each decoded to its likeliest steps.
 *
 * @param pairs number of ways
 * @param neverFalls share of ways on which no slice is nearer to the first one than the slice
 *     before it
 * @param distinct slices of a way that differ, mean over ways, 1 … {@value #POINTS}: a decoder that
 *     ignores z never falls, but has one
 */
record LatentPaths(int pairs, double neverFalls, double distinct) {
  static final int POINTS = 8;

  /**
   * Goes from each slice of the first half to that of the second.
   *
   * @param slices at least two
   */
  static LatentPaths of(SliceVae model, ComputationGraph network, List<int[]> slices) {
    float[][] mu = model.encode(network, slices).mu();
    int pairs = mu.length / 2;
    List<float[]> z = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      z.addAll(Arrays.asList(Slerp.path(mu[pair], mu[pairs + pair], POINTS)));
    }
    List<int[]> decoded = model.decode(network, z.toArray(new float[0][]), StepSampling.ARGMAX);
    double neverFall = 0;
    double distinct = 0;
    for (int pair = 0; pair < pairs; pair++) {
      List<int[]> path = decoded.subList(pair * POINTS, (pair + 1) * POINTS);
      neverFall += neverFalls(model, path) ? 1 : 0;
      Set<String> keys = new HashSet<>();
      path.forEach(slice -> keys.add(model.form().key(slice)));
      distinct += keys.size();
    }
    return new LatentPaths(pairs, neverFall / pairs, distinct / pairs);
  }

  private static boolean neverFalls(SliceVae model, List<int[]> path) {
    int furthest = 0;
    for (int[] slice : path) {
      int distance = model.form().distance(path.get(0), slice);
      if (distance < furthest) {
        return false;
      }
      furthest = distance;
    }
    return true;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pairs", pairs);
    fields.put("never_falls", neverFalls);
    fields.put("distinct", distinct);
    return fields;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%n%,d interpolations of %d slices: %.1f %% never come nearer to the first, %.1f slices"
            + " differ%n",
        pairs,
        POINTS,
        100 * neverFalls,
        distinct);
  }
}
