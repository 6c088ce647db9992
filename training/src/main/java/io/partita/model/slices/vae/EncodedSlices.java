package io.partita.model.slices.vae;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.RunHeader;
import io.partita.model.latent.EncodeReport;
import io.partita.model.latent.EncodedBy;
import java.util.Locale;

/**
 * What a run of {@code encode} did.
 *
 * @param slicesRun the run that made the slices
 * @param config the network's
 * @param bars length of the slices
 * @param slices rows of the model in the table of latents
 * @param suspectSlicesLeftOut slices of suspect files, which have no row
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record EncodedSlices(
    @JsonUnwrapped RunHeader run,
    String slicesRun,
    @JsonUnwrapped EncodedBy by,
    String config,
    int bars,
    long slices,
    long suspectSlicesLeftOut)
    implements EncodeReport {
  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "encode → %s, data set %s: %,d slices of %s bars with %s, %,d of suspect files left out,"
            + " %.1f seconds",
        run.lake(),
        run.dataset(),
        slices,
        bars,
        by.model(),
        suspectSlicesLeftOut,
        run.seconds());
  }
}
