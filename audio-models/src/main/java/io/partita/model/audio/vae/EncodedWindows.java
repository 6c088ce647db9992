package io.partita.model.audio.vae;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.run.RunHeader;
import io.partita.model.latent.EncodeReport;
import io.partita.model.latent.EncodedBy;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of {@code encode} with a VAE of audio did, as {@code _run.json} and as {@code --json}
 * print it.
 *
 * @param config the network's
 * @param windows rows of the model in the table latents
 * @param leftOut files without a window, by reason
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record EncodedWindows(
    @JsonUnwrapped RunHeader run,
    @JsonUnwrapped EncodedBy by,
    String config,
    long windows,
    Map<String, Long> leftOut)
    implements EncodeReport {
  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "encode → %s, data set %s: %,d windows with %s, %,d files without one, %.1f seconds",
        run.lake(),
        run.dataset(),
        windows,
        by.model(),
        leftOut.values().stream().mapToLong(Long::longValue).sum(),
        run.seconds());
  }
}
