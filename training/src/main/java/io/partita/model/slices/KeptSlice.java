package io.partita.model.slices;

import io.partita.form.SliceForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A slice that was chosen among those drawn for it.
 *
 * @param drawn its number among all that were drawn, from 0
 * @param choice fields of its JSON file on the choice; none of a slice that was drawn alone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptSlice(int drawn, int[] slice, Map<String, Object> choice) {
  /**
   * The best of each {@code candidates} slices that follow each other, see {@link
   * SliceForm.Ranking}.
   *
   * @param slices so many for each that is kept; of a form with a ranking if there are several
   * @param nats −ln p of slices, or a bound on it
   */
  static List<KeptSlice> bestOf(
      SliceForm form, int candidates, List<int[]> slices, Function<List<int[]>, double[]> nats) {
    List<KeptSlice> kept = new ArrayList<>();
    for (int first = 0; first < slices.size(); first += candidates) {
      List<int[]> among = slices.subList(first, first + candidates);
      kept.add(
          candidates == 1
              ? new KeptSlice(first, among.get(0), Map.of())
              : best(form.ranking().orElseThrow(), first, among, nats.apply(among)));
    }
    return kept;
  }

  private static KeptSlice best(
      SliceForm.Ranking ranking, int first, List<int[]> among, double[] nats) {
    int best = ranking.best().applyAsInt(among, nats);
    int[] slice = among.get(best);
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("candidates", among.size());
    choice.put("kept", best + 1);
    choice.put("nats", nats[best]);
    choice.putAll(ranking.reasons().apply(slice));
    return new KeptSlice(first + best, slice, choice);
  }

  void addTo(Map<String, Object> provenance) {
    if (!choice.isEmpty()) {
      provenance.put("best_of", choice);
    }
  }
}
