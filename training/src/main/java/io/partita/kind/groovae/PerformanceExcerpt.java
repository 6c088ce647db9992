package io.partita.kind.groovae;

import io.partita.drum.DrumPerformance;
import io.partita.form.CutFile;
import io.partita.form.PlayedDrums;
import io.partita.model.job.Generation;
import io.partita.model.slices.SliceFile;
import io.partita.objective.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Performances of a file, which are heard at the tempo of the first.
 *
 * @param slices at least one
 */
record PerformanceExcerpt(
    GrooVae model, SliceFile<PlayedDrums> file, List<CutFile.Slice<PlayedDrums>> slices)
    implements Excerpt<PlayedDrums> {
  @Override
  public List<PlayedDrums> examples() {
    return slices.stream().map(CutFile.Slice::example).toList();
  }

  @Override
  public Map<String, Object> origin() {
    return file.origin(slices.get(0));
  }

  @Override
  public Generation.Music music() {
    return music(model, examples());
  }

  static Generation.Piece music(GrooVae model, List<PlayedDrums> examples) {
    return new Generation.Piece(joined(examples).score(model.map(), examples.get(0).qpm()), false);
  }

  /** Performances one after the other. */
  static DrumPerformance joined(List<PlayedDrums> examples) {
    return DrumPerformance.joined(examples.stream().map(PlayedDrums::played).toList());
  }

  @Override
  public Comparison compared(List<PlayedDrums> decoded, long seed) {
    List<PlayedPair> pairs = new ArrayList<>();
    List<Map<String, Object>> each = new ArrayList<>();
    for (int k = 0; k < decoded.size(); k++) {
      CutFile.Slice<PlayedDrums> slice = slices.get(k);
      PlayedPair pair = PlayedPair.of(slice.example(), decoded.get(k));
      pairs.add(pair);
      Map<String, Object> fields = new LinkedHashMap<>(file.origin(slice));
      fields.putAll(PlayedPair.figures(List.of(pair)));
      fields.put("reconstruction", file.form().labels(decoded.get(k)));
      each.add(fields);
    }
    Map<String, Object> fields = PlayedPair.figures(pairs);
    String text =
        String.format(
            Locale.ROOT,
            "%d slices: %d hits differ",
            pairs.size(),
            (int) fields.get(PlayedPair.DISTANCE));
    fields.put("file_slices", file.slices().size());
    fields.put("slices", each);
    return new Comparison(fields, text);
  }
}
