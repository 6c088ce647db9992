package io.partita.model.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.lake.file.Json;
import io.partita.model.StrictJson;
import io.partita.nn.latent.GaussianMixture;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code prior.json}: the density that was fitted to what a model encodes of the data that it was
 * trained on, beside the model.
 *
 * @param networkSha256 hash of the network that encoded, as the card has it
 * @param dataset that was encoded
 * @param datasetRun that made it
 * @param split that was encoded
 * @param examples that were encoded
 * @param version of Partita
 * @param meanScale what an encoder's means are to be multiplied by for the least bound on slices of
 *     validation; null where none was fitted, as older files have it
 * @param deviationScale the same of its standard deviations
 * @param components of the mixture
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PriorFile(
    @JsonProperty(required = true) String networkSha256,
    @JsonProperty(required = true) String dataset,
    @JsonProperty(required = true) String datasetRun,
    @JsonProperty(required = true) String split,
    @JsonProperty(required = true) long examples,
    @JsonProperty(required = true) String version,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double meanScale,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double deviationScale,
    @JsonProperty(required = true) List<GaussianMixture.Component> components) {
  public static final String NAME = "prior.json";

  /**
   * The one beside a model, or nothing if absent.
   *
   * @throws io.partita.UserException when it is nothing that Partita writes
   */
  public static Optional<PriorFile> of(ModelFolder folder) throws IOException {
    Optional<byte[]> bytes = folder.read(NAME);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      PriorFile file = StrictJson.value(StrictJson.object(bytes.get()), PriorFile.class);
      if (file.networkSha256 == null
          || file.components == null
          || file.components.contains(null)
          || !isScale(file.meanScale)
          || !isScale(file.deviationScale)
          || (file.meanScale == null) != (file.deviationScale == null)) {
        throw folder.damaged(NAME + " lacks a value", null);
      }
      return Optional.of(file);
    } catch (JsonProcessingException e) {
      throw folder.damaged(NAME + " is no prior", e);
    }
  }

  private static boolean isScale(Double scale) {
    return scale == null || (scale > 0 && scale < Double.POSITIVE_INFINITY);
  }

  /** The same; nothing either where it is of another network than the card's model is. */
  public static Optional<PriorFile> of(ModelFolder folder, ModelCard card) throws IOException {
    return of(folder).filter(found -> found.isOf(card));
  }

  /** Whether it is of the network that a card's model is to other commands. */
  public boolean isOf(ModelCard card) {
    return networkSha256.equals(card.used().sha256());
  }

  /** The same of a copy of the network. */
  PriorFile ofCopy(ModelCard card) {
    return new PriorFile(
        card.used().sha256(),
        dataset,
        datasetRun,
        split,
        examples,
        version,
        meanScale,
        deviationScale,
        components);
  }

  /**
   * @param size numbers of the model's z
   * @throws io.partita.UserException when it is no density of such vectors
   */
  public GaussianMixture mixture(ModelFolder folder, int size) {
    try {
      GaussianMixture mixture = new GaussianMixture(components);
      if (mixture.size() != size) {
        throw new IllegalArgumentException("it is of vectors of " + mixture.size() + " numbers");
      }
      return mixture;
    } catch (IllegalArgumentException e) {
      throw folder.damaged(NAME + ": " + e.getMessage(), e);
    }
  }

  /** The file. */
  public byte[] bytes() throws JsonProcessingException {
    return Json.MAPPER.writeValueAsBytes(this);
  }
}
