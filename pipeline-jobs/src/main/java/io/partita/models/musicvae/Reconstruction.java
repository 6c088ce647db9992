package io.partita.models.musicvae;

import io.partita.drum.DrumLoop;
import io.partita.drum.DrumSlice;
import io.partita.picture.DrumRoll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Slices and what a MusicVAE made of them.
 *
 * @param pairs at least one
 */
record Reconstruction(List<Pair> pairs) {
  /** What became of a slice: decoded steps, as many as the original has. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pair(DrumSlice original, int[] decoded) {
    /** The share of steps of which all hits are right. */
    double accuracy() {
      return (double) DrumLoop.equalSteps(original.steps(), decoded) / decoded.length;
    }

    /** Hits that only one of the two has. */
    int distance() {
      return DrumLoop.hammingDistance(original.steps(), decoded);
    }
  }

  /**
   * @param decoded one for each slice
   */
  static Reconstruction of(List<DrumSlice> slices, List<int[]> decoded) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      pairs.add(new Pair(slices.get(i), decoded.get(i)));
    }
    return new Reconstruction(pairs);
  }

  /** The slices one after the other, masks for each step. */
  int[] original() {
    return DrumLoop.joined(pairs.stream().map(pair -> pair.original().steps()).toList());
  }

  /** The same of what was decoded. */
  int[] decoded() {
    return DrumLoop.joined(pairs.stream().map(Pair::decoded).toList());
  }

  /** The share of steps that are right. */
  double accuracy() {
    return pairs.stream().mapToDouble(Pair::accuracy).average().orElseThrow();
  }

  /** Hits that only the originals or only the decoded slices have. */
  int distance() {
    return pairs.stream().mapToInt(Pair::distance).sum();
  }

  /** Each original with the decoded slice below it. */
  List<DrumRoll> rolls() {
    List<DrumRoll> rolls = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      String number = pairs.size() == 1 ? "" : " " + (i + 1);
      rolls.add(new DrumRoll("original" + number, "", pair.original().steps()));
      rolls.add(new DrumRoll("decoded" + number, pair.distance() + " hits differ", pair.decoded()));
    }
    return rolls;
  }

  /**
   * Adds the figures of all slices and of each to a JSON file.
   *
   * @param drums the file that they are from
   */
  void addTo(Map<String, Object> provenance, DrumFile drums) {
    provenance.put("step_accuracy", accuracy());
    provenance.put("hamming_distance", distance());
    provenance.put("file_slices", drums.slices().size());
    provenance.put("slices", pairs.stream().map(pair -> figures(drums, pair)).toList());
  }

  private static Map<String, Object> figures(DrumFile drums, Pair pair) {
    Map<String, Object> figures = new LinkedHashMap<>(drums.origin(pair.original()));
    figures.put("step_accuracy", pair.accuracy());
    figures.put("hamming_distance", pair.distance());
    figures.put("reconstruction", pair.decoded());
    return figures;
  }

  /** One line for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%d slices: %.3f of the steps are right, %d hits differ",
        pairs.size(),
        accuracy(),
        distance());
  }
}
