package io.partita.model.slices.vae;

import io.partita.drum.DrumLoop;
import io.partita.form.CutFile;
import io.partita.form.SliceForm;
import io.partita.model.job.Generation;
import io.partita.model.slices.SliceFile;
import io.partita.objective.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Slices of a file.
 *
 * @param slices at least one
 * @param isLoop whether they are heard as a loop
 */
record SliceExcerpt(
    SliceFile<int[]> file, SliceForm form, List<CutFile.Slice<int[]>> slices, boolean isLoop)
    implements Excerpt<int[]> {
  /** The share of steps that are right. */
  static final String ACCURACY = "step_accuracy";

  /** See {@link SliceForm#distance}. */
  static final String DISTANCE = "hamming_distance";

  @Override
  public List<int[]> examples() {
    return slices.stream().map(CutFile.Slice::example).toList();
  }

  @Override
  public String place() {
    return "piece %d, %s".formatted(slices.get(0).piece(), remark());
  }

  @Override
  public String remark() {
    return startTitle(form) + " " + slices.get(0).start();
  }

  /** What a slice starts at: a step or a bar. */
  static String startTitle(SliceForm form) {
    return form.startSteps() == 1 ? "step" : "bar";
  }

  @Override
  public Map<String, Object> origin() {
    return file.origin(slices.get(0));
  }

  @Override
  public Generation.Music music() {
    return new Generation.Piece(form.score(form.joined(examples())), isLoop);
  }

  @Override
  public Comparison compared(List<int[]> decoded, long seed) {
    List<Map<String, Object>> each =
        IntStream.range(0, decoded.size())
            .mapToObj(i -> compared(slices.get(i), decoded.get(i)))
            .toList();
    double accuracy =
        each.stream().mapToDouble(one -> (double) one.get(ACCURACY)).average().orElseThrow();
    int distance = each.stream().mapToInt(one -> (int) one.get(DISTANCE)).sum();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(ACCURACY, accuracy);
    fields.put(DISTANCE, distance);
    fields.put("file_slices", file.slices().size());
    fields.put("slices", each);
    return new Comparison(
        fields,
        String.format(
            Locale.ROOT,
            "%d slices: %.3f of the steps are right, %d %s differ",
            decoded.size(),
            accuracy,
            distance,
            form.unit()));
  }

  /** A slice, and how near to it is what was decoded of it. */
  private Map<String, Object> compared(CutFile.Slice<int[]> slice, int[] decoded) {
    Map<String, Object> fields = new LinkedHashMap<>(file.origin(slice));
    fields.put(ACCURACY, (double) DrumLoop.equalSteps(slice.example(), decoded) / decoded.length);
    fields.put(DISTANCE, form.distance(slice.example(), decoded));
    Map<String, Object> labels = form.labels(decoded);
    fields.put("reconstruction", labels.size() == 1 ? decoded : labels);
    return fields;
  }
}
