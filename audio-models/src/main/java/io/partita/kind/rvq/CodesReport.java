package io.partita.kind.rvq;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.RunHeader;
import io.partita.model.latent.EncodeReport;
import io.partita.model.latent.EncodedBy;
import java.util.Locale;

/**
 * What encoding a data set by a quantiser did, as {@code _run.json} and {@code --json} have it.
 *
 * @param stages of codes
 * @param tracks rows of the model in the table codes
 * @param bytes of all packed codes
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record CodesReport(
    @JsonUnwrapped RunHeader run,
    @JsonUnwrapped EncodedBy by,
    String codebooksSha256,
    int stages,
    long tracks,
    long frames,
    long bytes)
    implements EncodeReport {
  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "encode → %s, data set %s: %,d tracks, %,d frames in %d stages, %,d bytes,"
            + " %.1f seconds",
        run.lake(),
        run.dataset(),
        tracks,
        frames,
        stages,
        bytes,
        run.seconds());
  }
}
