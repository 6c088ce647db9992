package io.partita.model.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.UserException;
import io.partita.lake.run.Suspects;
import io.partita.model.StrictJson;
import io.partita.model.archive.ModelCard;
import io.partita.model.train.TrainedModel;
import io.partita.option.SuspectOptions;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code model evaluate} found: for programs and for people.
 *
 * @param figures the JSON object
 * @param table lines that end with a line break
 * @param files the same figures of each file
 */
public record Evaluation(Map<String, Object> figures, String table, FileRows files) {
  public static final String MODEL = "model";
  public static final String MODEL_KIND = "model_kind";
  public static final String NETWORK_SHA256 = "network_sha256";

  /** The split that was evaluated. */
  public static final String SPLIT = "split";

  /** Of each figure its 95 % interval, low and high; may be missing or null. */
  public static final String INTERVALS = "intervals";

  /** Of each figure what this model has more than the other, and its interval; may be missing. */
  public static final String DIFFERENCES = "differences";

  public static final String BASELINES = "baselines";
  public static final String AGAINST = "against";
  public static final String SUSPECTS = "suspect_files_left_out";

  /** Whether suspect files are among the examples, as they were in the model's training. */
  public static boolean areSuspectsIncluded(TrainedModel<?> model) {
    return SuspectOptions.areIncluded(model.card().provenance().options());
  }

  /** Says that what a model was trained on is not to be had, so that nothing is held against it. */
  public static void sayThatNothingIsCompared(TrainedModel<?> model, UserException why) {
    JobLog.say(
        "Nothing is compared with what %s was trained on: %s"
            .formatted(model.folder().name(), why.getMessage()));
  }

  /** The end of the first line of a table. */
  public static String leftOut(long suspects) {
    return suspects == 0
        ? ""
        : String.format(Locale.ROOT, "; %,d %s were left out", suspects, Suspects.FILES);
  }

  /**
   * What a file beside a model says of it.
   *
   * @return null without such a file, and where it is no object or of another network
   */
  public static JsonNode beside(TrainedModel<?> model, String file) throws IOException {
    Optional<byte[]> bytes = model.folder().read(file);
    try {
      JsonNode found = bytes.isEmpty() ? null : StrictJson.object(bytes.get());
      return found != null
              && found.path(NETWORK_SHA256).asText().equals(model.card().used().sha256())
          ? found
          : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Which model was measured. */
  public static Map<String, Object> origin(TrainedModel<?> model) {
    ModelCard card = model.card();
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put(MODEL, model.folder().name());
    origin.put(MODEL_KIND, card.kind());
    origin.put("model_run_id", card.provenance().runId());
    origin.put(NETWORK_SHA256, card.used().sha256());
    return origin;
  }
}
