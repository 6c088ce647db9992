package io.partita.model.slices.vae;

import io.partita.drum.DrumLoop;
import io.partita.model.slices.CutFile;
import io.partita.model.slices.SliceFile;
import io.partita.model.slices.SliceForm;
import io.partita.picture.SliceRoll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Slices and what an autoencoder made of them.
 *
 * @param form of the slices
 * @param pairs at least one
 */
record Reconstruction(SliceForm form, List<Pair> pairs) {
  /** What became of a slice: decoded labels, as many as the original has. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pair(SliceForm form, CutFile.Slice original, int[] decoded) {
    /** The share of labels that are right. */
    double accuracy() {
      return (double) DrumLoop.equalSteps(original.labels(), decoded) / decoded.length;
    }

    /** See {@link SliceForm#distance}. */
    int distance() {
      return form.distance(original.labels(), decoded);
    }
  }

  /**
   * @param decoded one for each slice
   */
  static Reconstruction of(SliceForm form, List<CutFile.Slice> slices, List<int[]> decoded) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      pairs.add(new Pair(form, slices.get(i), decoded.get(i)));
    }
    return new Reconstruction(form, pairs);
  }

  /** The slices one after the other. */
  int[] original() {
    return form.joined(pairs.stream().map(pair -> pair.original().labels()).toList());
  }

  /** The same of what was decoded. */
  int[] decoded() {
    return form.joined(pairs.stream().map(Pair::decoded).toList());
  }

  /** The share of steps that are right. */
  double accuracy() {
    return pairs.stream().mapToDouble(Pair::accuracy).average().orElseThrow();
  }

  /** How far the decoded slices are from the originals, all together. */
  int distance() {
    return pairs.stream().mapToInt(Pair::distance).sum();
  }

  /** Each original with the decoded slice below it. */
  List<SliceRoll> rolls() {
    List<SliceRoll> rolls = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      String number = pairs.size() == 1 ? "" : " " + (i + 1);
      rolls.add(new SliceRoll("original" + number, "", pair.original().labels()));
      rolls.add(
          new SliceRoll(
              "decoded" + number, pair.distance() + " " + form.unit() + " differ", pair.decoded()));
    }
    return rolls;
  }

  /**
   * Adds the figures of all slices and of each to a JSON file.
   *
   * @param file the file that they are from
   */
  void addTo(Map<String, Object> provenance, SliceFile file) {
    provenance.put("step_accuracy", accuracy());
    provenance.put("hamming_distance", distance());
    provenance.put("file_slices", file.slices().size());
    provenance.put("slices", pairs.stream().map(pair -> figures(file, pair)).toList());
  }

  private static Map<String, Object> figures(SliceFile file, Pair pair) {
    Map<String, Object> figures = new LinkedHashMap<>(file.origin(pair.original()));
    figures.put("step_accuracy", pair.accuracy());
    figures.put("hamming_distance", pair.distance());
    Map<String, Object> decoded = file.form().labels(pair.decoded());
    figures.put("reconstruction", decoded.size() == 1 ? pair.decoded() : decoded);
    return figures;
  }

  /** One line for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%d slices: %.3f of the steps are right, %d %s differ",
        pairs.size(),
        accuracy(),
        distance(),
        form.unit());
  }
}
