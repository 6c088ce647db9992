package io.partita.models.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.partita.UserException;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.run.Version;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What goes with a model when it is published: where it comes from, its evaluation, and whatever
 * else lies beside it.
 *
 * @param model its folder, as the user gave it
 */
record PublishedFiles(String model, ModelFolder candidate, ModelCard card) {
  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  static PublishedFiles of(String model, TrainedModel<?> trained) {
    return new PublishedFiles(model, trained.folder(), trained.card());
  }

  /** Which model is published. */
  Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("from", model);
    origin.put("model_kind", card.kind());
    origin.put("model_run_id", card.provenance().runId());
    origin.put("network_sha256", card.network().sha256());
    origin.put("version", Version.current());
    return origin;
  }

  /**
   * The files by their names; an evaluation only where it is of this very network.
   *
   * @param evaluation a file that takes the place of the one beside the model; may be null
   * @throws UserException where it is no evaluation, or one of another network
   */
  Map<String, byte[]> beside(String evaluation, Configuration conf) throws IOException {
    Map<String, byte[]> beside = candidate.beside();
    byte[] found = beside.remove(ModelFolder.EVALUATION);
    if (evaluation != null) {
      byte[] given = EvaluationFile.bytes(evaluation, conf);
      if (!EvaluationFile.of(evaluation, given).isOf(card)) {
        throw new UserException(
            evaluation
                + " is about another network than that of "
                + model
                + ": evaluate this model first.");
      }
      beside.put(ModelFolder.EVALUATION, given);
    } else if (found != null && isOfThis(found)) {
      beside.put(ModelFolder.EVALUATION, found);
    }
    Map<String, Object> whenAndWhere = origin();
    whenAndWhere.put("published_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    beside.put(ModelFolder.PUBLISHED, JSON.writeValueAsBytes(whenAndWhere));
    return beside;
  }

  private boolean isOfThis(byte[] evaluation) {
    try {
      return EvaluationFile.of(ModelFolder.EVALUATION, evaluation).isOf(card);
    } catch (UserException e) {
      return false; // of whatever it is, not of this network
    }
  }
}
