package io.partita.model.job;

import io.partita.lake.run.Version;
import io.partita.model.archive.ModelCard;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which model made something, for the JSON file beside it. */
public final class ModelOrigin {
  private ModelOrigin() {}

  /**
   * The first fields of such a file, to which others may be added.
   *
   * @param model its folder, as the user gave it
   */
  public static Map<String, Object> of(String model, ModelCard card) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("model", model);
    origin.put("model_kind", card.kind());
    origin.put("model_sha256", card.used().sha256());
    origin.put("model_run_id", card.provenance().runId());
    origin.put("model_dataset", card.provenance().dataset());
    origin.put("model_epoch", card.state().epoch());
    origin.put("model_iteration", card.state().iteration());
    origin.put("version", Version.current());
    return origin;
  }
}
