package io.partita.models.rvq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.partita.codec.CodeRatios;
import io.partita.codec.QuantizerAnalysis;
import java.util.List;
import java.util.Locale;

/**
 * What {@code analyze-codes} found.
 *
 * @param meanNorm mean distance of the frames from 0
 * @param notNearest codes that are not the nearest entry
 * @param ratios null where the frames come from no audio
 */
record CodesAnalysis(
    String codebooksSha256,
    int frames,
    double meanNorm,
    long notNearest,
    List<QuantizerAnalysis.Stage> stages,
    CodeRatios ratios) {
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** For programs; names of fields are in snake_case throughout. */
  JsonNode object() {
    return JSON.valueToTree(this);
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d frames, codebooks %s%n%n%6s %9s %9s %9s %9s %8s %10s %6s %8s%n%6d %9.4f%n",
            frames,
            codebooksSha256.substring(0, 12),
            "stages",
            "mean",
            "median",
            "95 %",
            "rel. MSE",
            "bits",
            "perplexity",
            "dead",
            "farther",
            0,
            meanNorm));
    for (QuantizerAnalysis.Stage stage : stages) {
      text.append(
          String.format(
              Locale.ROOT,
              "%6d %9.4f %9.4f %9.4f %9.4f %8.3f %10.1f %6d %8.4f%n",
              stage.stages(),
              stage.mean(),
              stage.median(),
              stage.p95(),
              stage.relativeMse(),
              stage.entropyBits(),
              stage.perplexity(),
              stage.deadEntries(),
              stage.farther()));
    }
    if (ratios != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "%nratios: %.0f samples a frame, %.1f bits of PCM for a bit of codes, %.1f bytes of"
                  + " files for a byte of codes%n",
              ratios.samplesPerFrame(),
              ratios.bits(),
              ratios.bytes()));
    }
    text.append(
        notNearest == 0
            ? "every code is the nearest entry"
            : String.format(Locale.ROOT, "%,d codes are not the nearest entry", notNearest));
    return text.toString();
  }
}
