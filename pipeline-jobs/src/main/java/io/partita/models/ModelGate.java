package io.partita.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.UserException;
import io.partita.check.CheckResult;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaeScore;
import io.partita.model.note.NoteLstm;
import io.partita.training.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an evaluated model is good enough to be published: not much worse than the published one,
 * and better than a simple guess.
 */
final class ModelGate {
  /** As evaluate writes numbers that JSON has not. */
  private static final Set<String> LOST = Set.of("NaN", "Infinity", "-Infinity");

  private static final Map<String, Measures> BY_KIND =
      Map.of(
          NoteLstm.KIND,
          new Measures(
              List.of(new Measure(NoteModel.NATS, true), new Measure(NoteLstm.TOP1, false)),
              NoteModel.NATS,
              NoteBaselines.NAMES),
          MusicVae.KIND,
          new Measures(
              List.of(
                  new Measure(MusicVaeScore.FREE_RUNNING, false),
                  new Measure(MusicVaeScore.TEACHER_FORCED, false)),
              EvaluateDrums.ACCURACY,
              DrumBaselines.NAMES));

  private final String name;
  private final JsonNode evaluation;
  private final Measures measures;

  /** A figure of a model: nats, of which fewer are better, or a share, of which more is. */
  private record Measure(String figure, boolean isLowerBetter) {
    /** JSON has no numbers that are none: they came as words. */
    boolean isKnown(JsonNode found) {
      return found.isNumber()
          && found.asDouble() >= 0
          && found.asDouble() <= (isLowerBetter ? Double.MAX_VALUE : 1);
    }

    String range() {
      return isLowerBetter ? "a number of nats" : "a share, 0 to 1";
    }

    boolean isBetter(double one, double other) {
      return isLowerBetter ? one < other : one > other;
    }
  }

  /**
   * What counts of a kind of model.
   *
   * @param all the first of them is held against baselines
   * @param ofBaselines what that figure is called there
   */
  private record Measures(List<Measure> all, String ofBaselines, List<String> baselines) {
    boolean has(String figure) {
      return all.stream().anyMatch(measure -> measure.figure().equals(figure));
    }
  }

  private ModelGate(String name, JsonNode evaluation, Measures measures) {
    this.name = name;
    this.evaluation = evaluation;
    this.measures = measures;
  }

  /**
   * An evaluation that {@code evaluate} wrote.
   *
   * @param name for messages
   * @throws UserException when it is none
   */
  static ModelGate of(String name, byte[] json) {
    JsonNode evaluation;
    try {
      evaluation = StrictJson.object(json);
    } catch (JsonProcessingException e) {
      throw noEvaluation(name, e);
    }
    Measures measures = BY_KIND.get(evaluation.path(Evaluation.MODEL_KIND).asText());
    if (measures == null
        || !evaluation.path(Evaluation.NETWORK_SHA256).isTextual()
        || !evaluation.path(Evaluation.BASELINES).isObject()
        || !isModelOrNone(evaluation.path(Evaluation.AGAINST))) {
      throw noEvaluation(name, null);
    }
    return new ModelGate(name, evaluation, measures);
  }

  private static boolean isModelOrNone(JsonNode against) {
    return against.isMissingNode() || against.isNull() || against.isObject();
  }

  private static UserException noEvaluation(String name, Exception cause) {
    return new UserException(
        name + " is no evaluation of a model: write one with evaluate --out.", cause);
  }

  String model() {
    return evaluation.path(Evaluation.MODEL).asText();
  }

  /** The hash of the network that was evaluated. */
  String networkSha256() {
    return evaluation.path(Evaluation.NETWORK_SHA256).asText();
  }

  /** Which line of its files a note model learnt; empty where the evaluation does not say. */
  Optional<String> line() {
    return Optional.ofNullable(evaluation.path(Evaluation.LINE).textValue());
  }

  /** Whether there was a published model to compare with. */
  boolean isAgainstAModel() {
    return evaluation.path(Evaluation.AGAINST).isObject();
  }

  /**
   * Holds the model against the published one, if there was one.
   *
   * @param maxWorse share of the published model's figure by which this one's may be worse
   * @throws UserException when it was evaluated without {@code --against}
   */
  List<CheckResult> againstPublished(double maxWorse) {
    if (!evaluation.has(Evaluation.AGAINST)) {
      throw new UserException(
          name + " compares with no other model: evaluate with --against first.");
    }
    List<CheckResult> checks = new ArrayList<>();
    for (Measure measure : measures.all()) {
      JsonNode found = evaluation.path(measure.figure());
      checks.add(
          isAgainstAModel()
              ? notWorse(measure, found, maxWorse)
              : result(measure.figure(), found, measure.range(), measure.isKnown(found)));
    }
    evaluation
        .fields()
        .forEachRemaining(
            figure -> {
              if (isLost(figure.getValue()) && !measures.has(figure.getKey())) {
                checks.add(result(figure.getKey(), figure.getValue(), "a finite number", false));
              }
            });
    return checks;
  }

  /** What is no number of a figure that evaluate computed; whatever the gate holds it against. */
  private static boolean isLost(JsonNode figure) {
    return figure.isNumber()
        ? !Double.isFinite(figure.asDouble())
        : figure.isTextual() && LOST.contains(figure.asText());
  }

  private CheckResult notWorse(Measure measure, JsonNode found, double maxWorse) {
    JsonNode published = evaluation.path(Evaluation.AGAINST).path(measure.figure());
    double limit = published.asDouble() * (measure.isLowerBetter() ? 1 + maxWorse : 1 - maxWorse);
    boolean isKnown = measure.isKnown(published);
    String wanted =
        String.format(
            Locale.ROOT,
            "%s %s (published %s)",
            measure.isLowerBetter() ? "at most" : "at least",
            isKnown ? String.format(Locale.ROOT, "%.4f", limit) : "-",
            text(published));
    boolean isGood =
        isKnown && measure.isKnown(found) && !measure.isBetter(limit, found.asDouble());
    return result(measure.figure(), found, wanted, isGood);
  }

  /**
   * Holds the model against a simple guess.
   *
   * @throws UserException when there is no such baseline
   */
  CheckResult beats(String baseline) {
    if (!measures.baselines().contains(baseline)) {
      throw new UserException(
          "There is no baseline "
              + baseline
              + " of "
              + model()
              + "; there are "
              + String.join(", ", measures.baselines())
              + ".");
    }
    Measure measure = measures.all().get(0);
    JsonNode found = evaluation.path(measure.figure());
    JsonNode guessed =
        evaluation.path(Evaluation.BASELINES).path(baseline).path(measures.ofBaselines());
    boolean isBetter =
        measure.isKnown(found)
            && measure.isKnown(guessed)
            && measure.isBetter(found.asDouble(), guessed.asDouble());
    String wanted = (measure.isLowerBetter() ? "below " : "above ") + text(guessed);
    return result(measure.figure() + ", " + baseline, found, wanted, isBetter);
  }

  private static CheckResult result(String check, JsonNode found, String wanted, boolean ok) {
    return new CheckResult(check, null, text(found), wanted, ok);
  }

  private static String text(JsonNode figure) {
    if (figure.isMissingNode() || figure.isNull()) {
      return "none";
    }
    return figure.isNumber()
        ? String.format(Locale.ROOT, "%.4f", figure.asDouble())
        : figure.asText();
  }
}
