package io.partita.models.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.UserException;
import io.partita.model.ModelKind;
import io.partita.model.StrictJson;
import io.partita.model.archive.AtomicFile;
import io.partita.model.archive.ModelCard;
import io.partita.models.Evaluation;
import io.partita.training.ModelKinds;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What {@code evaluate --out} wrote of a model.
 *
 * @param name for messages
 * @param figures the JSON object
 */
record EvaluationFile(String name, JsonNode figures, ModelKind<?> kind) {
  /** A thousand times as much as evaluate writes. */
  private static final int MAX_BYTES = 4 << 20;

  /**
   * The bytes of {@code --evaluation}.
   *
   * @throws UserException when there is no such file, or it is too large to be one
   */
  static byte[] bytes(String file, Configuration conf) throws IOException {
    return AtomicFile.at("--evaluation", file, conf)
        .read(MAX_BYTES)
        .orElseThrow(
            () ->
                new UserException(
                    "There is no file " + file + ": write one with evaluate --out first."));
  }

  /**
   * @throws UserException when the bytes are none
   */
  static EvaluationFile of(String name, byte[] json) {
    JsonNode figures;
    try {
      figures = StrictJson.object(json);
    } catch (JsonProcessingException e) {
      throw noEvaluation(name, e);
    }
    ModelKind<?> kind =
        ModelKinds.named(figures.path(Evaluation.MODEL_KIND).asText())
            .orElseThrow(() -> noEvaluation(name, null));
    if (!figures.path(Evaluation.NETWORK_SHA256).isTextual()
        || !figures.path(Evaluation.BASELINES).isObject()
        || !isModelOrNone(figures.path(Evaluation.AGAINST))) {
      throw noEvaluation(name, null);
    }
    return new EvaluationFile(name, figures, kind);
  }

  private static boolean isModelOrNone(JsonNode against) {
    return against.isMissingNode() || against.isNull() || against.isObject();
  }

  private static UserException noEvaluation(String name, Exception cause) {
    return new UserException(
        name + " is no evaluation of a model: write one with evaluate --out.", cause);
  }

  String model() {
    return figures.path(Evaluation.MODEL).asText();
  }

  /** The hash of the network that was evaluated. */
  String networkSha256() {
    return figures.path(Evaluation.NETWORK_SHA256).asText();
  }

  /** Whether it is of this very network. */
  boolean isOf(ModelCard card) {
    return networkSha256().equals(card.network().sha256());
  }

  /** What else the evaluation says of the model, by name. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String fact : kind.facts()) {
      if (figures.path(fact).isTextual()) {
        facts.put(fact, figures.path(fact).textValue());
      }
    }
    return facts;
  }

  /** The same as sentences for people. */
  List<String> sentences() {
    return facts().entrySet().stream()
        .map(fact -> model() + " " + kind.phrase(fact.getKey(), fact.getValue()) + ".")
        .toList();
  }

  /** Whether there was a published model to compare with. */
  boolean isAgainstAModel() {
    return figures.path(Evaluation.AGAINST).isObject();
  }
}
