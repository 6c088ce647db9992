package io.partita.models.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.UserException;
import io.partita.check.CheckResult;
import io.partita.model.Measure;
import io.partita.model.ModelKind;
import io.partita.models.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether an evaluated model is good enough to be published: not much worse than the published one,
 * and better than a simple guess.
 */
final class ModelGate {
  /** As evaluate writes numbers that JSON has not. */
  private static final Set<String> LOST = Set.of("NaN", "Infinity", "-Infinity");

  private final EvaluationFile evaluation;
  private final JsonNode figures;
  private final ModelKind<?> kind;

  ModelGate(EvaluationFile evaluation) {
    this.evaluation = evaluation;
    this.figures = evaluation.figures();
    this.kind = evaluation.kind();
  }

  /**
   * Holds the model against the published one, if there was one.
   *
   * @param maxWorse share of the published model's figure by which this one's may be worse
   * @throws UserException when it was evaluated without {@code --against}
   */
  List<CheckResult> againstPublished(double maxWorse) {
    if (!figures.has(Evaluation.AGAINST)) {
      throw new UserException(
          evaluation.name() + " compares with no other model: evaluate with --against first.");
    }
    List<CheckResult> checks = new ArrayList<>();
    for (Measure measure : kind.measures()) {
      JsonNode found = figures.path(measure.figure());
      checks.add(
          evaluation.isAgainstAModel()
              ? notWorse(measure, found, maxWorse)
              : result(measure.figure(), found, measure.range(), isKnown(measure, found)));
    }
    figures
        .fields()
        .forEachRemaining(
            figure -> {
              if (isLost(figure.getValue()) && !isMeasured(figure.getKey())) {
                checks.add(result(figure.getKey(), figure.getValue(), "a finite number", false));
              }
            });
    return checks;
  }

  private boolean isMeasured(String figure) {
    return kind.measures().stream().anyMatch(measure -> measure.figure().equals(figure));
  }

  /** JSON has no numbers that are none: they came as words. */
  private static boolean isKnown(Measure measure, JsonNode found) {
    return found.isNumber() && measure.isInRange(found.asDouble());
  }

  /** What is no number of a figure that evaluate computed; whatever the gate holds it against. */
  private static boolean isLost(JsonNode figure) {
    return figure.isNumber()
        ? !Double.isFinite(figure.asDouble())
        : figure.isTextual() && LOST.contains(figure.asText());
  }

  private CheckResult notWorse(Measure measure, JsonNode found, double maxWorse) {
    JsonNode published = figures.path(Evaluation.AGAINST).path(measure.figure());
    double limit = published.asDouble() * (measure.isLowerBetter() ? 1 + maxWorse : 1 - maxWorse);
    boolean isKnown = isKnown(measure, published);
    String wanted =
        String.format(
            Locale.ROOT,
            "%s %s (published %s)",
            measure.isLowerBetter() ? "at most" : "at least",
            isKnown ? String.format(Locale.ROOT, "%.4f", limit) : "-",
            text(published));
    boolean isGood =
        isKnown && isKnown(measure, found) && !measure.isBetter(limit, found.asDouble());
    return result(measure.figure(), found, wanted, isGood);
  }

  /**
   * Holds the model against a simple guess.
   *
   * @throws UserException when there is no such baseline
   */
  CheckResult beats(String baseline) {
    if (!kind.baselines().names().contains(baseline)) {
      throw new UserException(
          "There is no baseline "
              + baseline
              + " of "
              + evaluation.model()
              + "; there are "
              + String.join(", ", kind.baselines().names())
              + ".");
    }
    Measure measure = kind.measures().get(0);
    JsonNode found = figures.path(measure.figure());
    JsonNode guessed =
        figures.path(Evaluation.BASELINES).path(baseline).path(kind.baselines().figure());
    boolean isBetter =
        isKnown(measure, found)
            && isKnown(measure, guessed)
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
