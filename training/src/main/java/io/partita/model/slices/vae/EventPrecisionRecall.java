package io.partita.model.slices.vae;

import io.partita.form.SliceForm;
import io.partita.form.SliceVoice;
import io.partita.model.PredictionSums;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How well free-running decoding finds what happens in each voice, as the hits of each drum: for
 * programs and for people.
 */
record EventPrecisionRecall(Map<SliceVoice, Map<SliceVoice.Event, SliceVaeScore.Found>> voices) {
  static EventPrecisionRecall of(SliceForm form, PredictionSums score) {
    Map<SliceVoice, Map<SliceVoice.Event, SliceVaeScore.Found>> voices = new LinkedHashMap<>();
    form.voices().forEach(voice -> voices.put(voice, SliceVaeScore.events(voice, score)));
    return new EventPrecisionRecall(voices);
  }

  /** Events by their names, by the names of the voices. */
  Map<String, Object> byName() {
    Map<String, Object> byName = new LinkedHashMap<>();
    voices.forEach(
        (voice, events) -> {
          Map<String, Object> found = new LinkedHashMap<>();
          events.forEach((event, figures) -> found.put(event.name(), figures));
          byName.put(voice.name(), found);
        });
    return byName;
  }

  /** A table of each voice. */
  String text() {
    StringBuilder lines = new StringBuilder();
    voices.forEach((voice, events) -> lines.append(text(voice, events)));
    return lines.toString();
  }

  private String text(SliceVoice voice, Map<SliceVoice.Event, SliceVaeScore.Found> events) {
    StringBuilder lines = new StringBuilder();
    String of = voices.size() == 1 ? "" : ", " + voice.name();
    String heading = "free-running" + of;
    lines.append(String.format(Locale.ROOT, "%n%-20shits  precision  recall     F1%n", heading));
    lines.append(
        String.format(Locale.ROOT, "                                  %%       %%      %%%n"));
    events.forEach(
        (event, found) ->
            lines.append(
                String.format(
                    Locale.ROOT,
                    "%-14s %,9d  %9s  %6s %6s%n",
                    event.title(),
                    found.hits(),
                    percent(found.precision()),
                    percent(found.recall()),
                    percent(found.f1()))));
    return lines.toString();
  }

  /** A share that may be of nothing. */
  private static String percent(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
