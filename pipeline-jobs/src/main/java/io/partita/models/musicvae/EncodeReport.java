package io.partita.models.musicvae;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.model.archive.ModelCard;
import io.partita.model.musicvae.MusicVae;
import io.partita.run.RunHeader;
import io.partita.training.TrainedModel;
import java.util.Locale;

/**
 * What a run of {@link Encode} did, as {@code _run.json} and as {@code --json} print it.
 *
 * @param slicesRun the run that made the slices
 * @param model its folder, as the user gave it
 * @param config the network's
 * @param bars length of the slices
 * @param slices rows of the model in the table latents
 * @param suspectSlicesLeftOut slices of suspect files, which have no row
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record EncodeReport(
    @JsonUnwrapped RunHeader run,
    String slicesRun,
    String model,
    String modelKind,
    String modelSha256,
    String modelRunId,
    String modelDataset,
    int modelEpoch,
    long modelIteration,
    String config,
    int bars,
    long slices,
    long suspectSlicesLeftOut) {

  static EncodeReport of(
      RunHeader run,
      String slicesRun,
      String folder,
      TrainedModel<MusicVae> model,
      SlicesToEncode encoded) {
    ModelCard card = model.card();
    return new EncodeReport(
        run,
        slicesRun,
        folder,
        card.kind(),
        card.used().sha256(),
        card.provenance().runId(),
        card.provenance().dataset(),
        card.state().epoch(),
        card.state().iteration(),
        model.model().config(),
        encoded.bars(),
        encoded.count(),
        encoded.suspectsLeftOut());
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "encode → %s, data set %s: %,d slices of %s bars with %s, %,d of suspect files left out,"
            + " %.1f seconds",
        run.lake(),
        run.dataset(),
        slices,
        bars,
        model,
        suspectSlicesLeftOut,
        run.seconds());
  }
}
