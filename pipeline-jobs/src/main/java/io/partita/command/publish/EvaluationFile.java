package io.partita.command.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.AtomicFile;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.StrictJson;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Leaks;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What {@code model evaluate --out} wrote of a model.
 *
 * @param name for messages
 * @param figures the JSON object
 */
record EvaluationFile(String name, JsonNode figures, ModelKind<?> kind) {
  /** A thousand times as much as evaluate writes. */
  private static final int MAX_BYTES = 4 << 20;

  static final String TEST = "test";
  private static final String TRAIN = "train";

  /**
   * The bytes of a file.
   *
   * @param option that named it
   * @throws UserException when there is no such file, or it is too large to be one
   */
  static byte[] bytes(String option, String file, Configuration conf) throws IOException {
    return AtomicFile.at(option, file, conf)
        .read(MAX_BYTES)
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.NO_SUCH_FILE,
                    "There is no file "
                        + file
                        + ": write one with 'partita model evaluate --out' first."));
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
        || !figures.path(Evaluation.SPLIT).isTextual()
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
        Mistake.MALFORMED_FILE,
        name + " is no evaluation of a model: write one with 'partita model evaluate --out'.",
        cause);
  }

  String model() {
    return figures.path(Evaluation.MODEL).asText();
  }

  /** The hash of the network that was evaluated. */
  String networkSha256() {
    return figures.path(Evaluation.NETWORK_SHA256).asText();
  }

  /** The split that was evaluated. */
  String split() {
    return figures.path(Evaluation.SPLIT).asText();
  }

  /**
   * Refuses what no model may be chosen by: what it has learnt, and what is kept for the last word.
   *
   * @throws UserException saying what to do
   */
  EvaluationFile requireToChooseBy() {
    if (split().equals(TEST) || split().equals(TRAIN)) {
      throw new UserException(
          Mistake.MISMATCH,
          name
              + " is of the split "
              + split()
              + ", by which no model is chosen: evaluate with --split validation first.");
    }
    if (figures.path(Leaks.LEAKY).asBoolean() || against().path(Leaks.LEAKY).asBoolean()) {
      throw new UserException(
          Mistake.LEAK,
          name
              + " is of files that a model has learnt, by which none is chosen: evaluate other"
              + " files first.");
    }
    return this;
  }

  /** Whether it is of this very network. */
  boolean isOf(ModelCard card) {
    return networkSha256().equals(card.used().sha256());
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
    return against().isObject();
  }

  /** The figures of the other model; without any where there was none. */
  JsonNode against() {
    return figures.path(Evaluation.AGAINST);
  }

  /** Whether the other model is of that very network. */
  boolean isAgainst(ModelCard card) {
    return against().path(Evaluation.NETWORK_SHA256).asText().equals(card.used().sha256());
  }

  /** Whether this model is at least as good as the other, by the first measure of its kind. */
  boolean isAsGoodAsTheOther() {
    ModelFigure measure = kind.measures().get(0);
    JsonNode ours = figures.path(measure.figure());
    JsonNode theirs = against().path(measure.figure());
    return isKnown(measure, ours)
        && isKnown(measure, theirs)
        && !measure.isBetter(theirs.asDouble(), ours.asDouble());
  }

  /** JSON has no numbers that are none: they came as words. */
  static boolean isKnown(ModelFigure measure, JsonNode figure) {
    return figure.isNumber() && measure.isInRange(figure.asDouble());
  }
}
