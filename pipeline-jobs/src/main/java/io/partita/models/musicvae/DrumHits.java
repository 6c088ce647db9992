package io.partita.models.musicvae;

import io.partita.drum.DrumClass;
import io.partita.model.PredictionSums;
import io.partita.model.musicvae.MusicVaeScore;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How well free-running decoding finds the hits of each drum: for programs and for people. */
record DrumHits(Map<DrumClass, MusicVaeScore.Drum> drums) {
  static DrumHits of(PredictionSums score) {
    return new DrumHits(MusicVaeScore.drums(score));
  }

  Map<String, Object> byName() {
    Map<String, Object> byName = new LinkedHashMap<>();
    drums.forEach((drum, found) -> byName.put(drum.name().toLowerCase(Locale.ROOT), found));
    return byName;
  }

  /** A table. */
  String text() {
    StringBuilder lines = new StringBuilder();
    lines.append(String.format(Locale.ROOT, "%nfree-running        hits  precision  recall%n"));
    lines.append(String.format(Locale.ROOT, "                                  %%       %%%n"));
    drums.forEach(
        (drum, hits) ->
            lines.append(
                String.format(
                    Locale.ROOT,
                    "%-14s %,9d  %9s  %6s%n",
                    drum.title(),
                    hits.hits(),
                    percent(hits.precision()),
                    percent(hits.recall()))));
    return lines.toString();
  }

  /** A share that may be of nothing. */
  private static String percent(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
