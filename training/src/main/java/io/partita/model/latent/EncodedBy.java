package io.partita.model.latent;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.model.archive.ModelCard;
import java.io.Serializable;

/**
 * The model that encoded a data set, in the report of {@code encode}.
 *
 * @param model its folder, as the user gave it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EncodedBy(
    String model,
    String modelKind,
    String modelSha256,
    String modelRunId,
    String modelDataset,
    int modelEpoch,
    long modelIteration)
    implements Serializable {

  public static EncodedBy of(String folder, ModelCard card) {
    return new EncodedBy(
        folder,
        card.kind(),
        card.used().sha256(),
        card.provenance().runId(),
        card.provenance().dataset(),
        card.state().epoch(),
        card.state().iteration());
  }
}
