package io.partita.kind.rvq;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.codec.CodeRatios;
import io.partita.codec.QuantizerAnalysis;
import io.partita.kind.hosted.codec.StageText;
import io.partita.lake.file.Json;
import java.util.List;
import java.util.Locale;

/**
 * What {@code model analyze} found.
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
  /** For programs; names of fields are in snake_case throughout. */
  JsonNode object() {
    return Json.SNAKE_CASE.valueToTree(this);
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%,d frames, codebooks %s%n%n", frames, codebooksSha256.substring(0, 12)));
    text.append(StageText.of(meanNorm, stages));
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
    return text.append(StageText.nearest(notNearest)).toString();
  }
}
