package io.partita.kind.hosted.track;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.RunHeader;
import java.util.Locale;
import java.util.Map;

/**
 * What a hosted model's run over a data set did, as {@code _run.json} and as {@code --json} print
 * it.
 *
 * @param model its file, as the user gave it
 * @param engine that ran it, with its version
 * @param sandbox {@code bubblewrap}, or why the model ran without one
 * @param tracks rows of the model in its table
 * @param leftOut files without a row, by reason
 * @param audioS seconds of audio that were encoded
 * @param timesRealTime those by the seconds that decoding and encoding took
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EncodedTracks(
    @JsonUnwrapped RunHeader run,
    String model,
    String modelSha256,
    String engine,
    String sandbox,
    long tracks,
    Map<String, Long> leftOut,
    double audioS,
    double timesRealTime) {
  /** One line for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "encode → %s, data set %s: %,d files with %s, %,d left out%s, %,.0f s of"
            + " audio in %.1f seconds, %.1f × real time",
        run.lake(),
        run.dataset(),
        tracks,
        model,
        leftOut.values().stream().mapToLong(Long::longValue).sum(),
        leftOut.isEmpty() ? "" : " " + leftOut,
        audioS,
        run.seconds(),
        timesRealTime);
  }
}
