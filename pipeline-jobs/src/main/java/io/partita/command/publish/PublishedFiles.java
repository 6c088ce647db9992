package io.partita.command.publish;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.run.Version;
import io.partita.model.archive.FilesBeside;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.PriorFile;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What goes with a model when it is published: where it comes from, its evaluations, and whatever
 * else is beside it.
 */
final class PublishedFiles {
  private final String model;
  private final ModelCard card;
  private final Map<String, byte[]> beside;
  private EvaluationFile evaluation;

  /**
   * Those that lie beside a model; evaluations, a verdict and a prior only where they are of this
   * network.
   *
   * @param model its folder, as the user gave it
   */
  PublishedFiles(String model, TrainedModel<?> trained) throws IOException {
    this.model = model;
    this.card = trained.card();
    this.beside = new FilesBeside(trained.folder()).read();
    beside.entrySet().removeIf(file -> isEvaluation(file.getKey()) && !isOfThis(file.getValue()));
    if (Evaluation.beside(trained, ModelFolder.CHECK) == null) {
      beside.remove(ModelFolder.CHECK);
    }
    if (PriorFile.of(trained.folder(), card).isEmpty()) {
      beside.remove(PriorFile.NAME);
    }
  }

  private static boolean isEvaluation(String file) {
    return file.equals(ModelFolder.EVALUATION) || file.equals(ModelFolder.TEST);
  }

  private boolean isOfThis(byte[] found) {
    try {
      return EvaluationFile.of(ModelFolder.EVALUATION, found).isOf(card);
    } catch (UserException e) {
      return false; // of whatever it is, not of this network
    }
  }

  /**
   * Takes an evaluation in the place of the one beside the model.
   *
   * @throws UserException where it is none, one of another network, or one that no model is chosen
   *     by
   */
  void evaluation(String file, Configuration conf) throws IOException {
    byte[] given = EvaluationFile.bytes("--evaluation", file, conf);
    evaluation = ofThis(file, given).requireToChooseBy();
    beside.put(ModelFolder.EVALUATION, given);
  }

  /**
   * Takes an evaluation on the test split, if absent yet.
   *
   * @throws UserException where it is none, one of another network, or one of another split
   */
  void test(String file, Configuration conf) throws IOException {
    byte[] given = EvaluationFile.bytes("--test", file, conf);
    String split = ofThis(file, given).split();
    if (!split.equals(EvaluationFile.TEST)) {
      throw new UserException(
          Mistake.MISMATCH,
          file + " is of the split " + split + ": evaluate with --split test for --test.");
    }
    beside.putIfAbsent(ModelFolder.TEST, given);
  }

  private EvaluationFile ofThis(String file, byte[] given) {
    EvaluationFile found = EvaluationFile.of(file, given);
    if (!found.isOf(card)) {
      throw new UserException(
          Mistake.MISMATCH,
          file
              + " is about another network than that of "
              + model
              + ": evaluate this model first.");
    }
    return found;
  }

  /**
   * Whether the evaluation shows that the model is at least as good as the best one so far.
   *
   * @param best the archive of that one; without a model if absent
   */
  boolean isBest(ModelFolder best) throws IOException {
    return !best.exists()
        || (evaluation != null
            && evaluation.isAgainst(best.card())
            && evaluation.isAsGoodAsTheOther());
  }

  /** Which model is published. */
  Map<String, Object> origin() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("from", model);
    origin.put("model_kind", card.kind());
    origin.put("model_run_id", card.provenance().runId());
    origin.put("network_sha256", card.used().sha256());
    origin.put("version", Version.current());
    return origin;
  }

  /** The files by their names. */
  Map<String, byte[]> beside() throws IOException {
    Map<String, Object> whenAndWhere = origin();
    whenAndWhere.put("published_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    beside.put(ModelFolder.PUBLISHED, Json.INDENTED.writeValueAsBytes(whenAndWhere));
    return beside;
  }
}
