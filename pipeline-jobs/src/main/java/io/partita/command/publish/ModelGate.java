package io.partita.command.publish;

import static io.partita.command.publish.EvaluationFile.isKnown;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.check.CheckResult;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether an evaluated model is good enough to be published: not much worse than the best one that
 * was ever published, nor worse than chance explains, and better than a simple guess.
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
   * Holds the model against the best one published, if there was one: by each measure of its kind
   * it may be worse by a share, but not so much that it is outside of that one's 95 % interval.
   *
   * @param maxWorse the share, see {@link ModelFigure#worseBy}
   * @throws UserException when it was evaluated without {@code --against}
   */
  List<CheckResult> againstPublished(double maxWorse) {
    if (!figures.has(Evaluation.AGAINST)) {
      throw new UserException(
          Mistake.NOT_PREPARED,
          evaluation.name() + " compares with no other model: evaluate with --against first.");
    }
    List<CheckResult> checks = new ArrayList<>();
    for (ModelFigure measure : kind.measures()) {
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

  /** What is no number of a figure that evaluate computed; whatever the gate holds it against. */
  private static boolean isLost(JsonNode figure) {
    return figure.isNumber()
        ? !Double.isFinite(figure.asDouble())
        : figure.isTextual() && LOST.contains(figure.asText());
  }

  private CheckResult notWorse(ModelFigure measure, JsonNode found, double maxWorse) {
    JsonNode best = evaluation.against().path(measure.figure());
    JsonNode interval = evaluation.against().path(Evaluation.INTERVALS).path(measure.figure());
    double share = measure.worseBy(maxWorse, best.asDouble());
    boolean hasInterval = !interval.isMissingNode() && !interval.isNull();
    JsonNode worseEnd = interval.path(measure.isLowerBetter() ? 1 : 0);
    boolean isKnown = isKnown(measure, best) && (!hasInterval || isKnown(measure, worseEnd));
    double limit =
        hasInterval && measure.isBetter(worseEnd.asDouble(), share) ? worseEnd.asDouble() : share;
    String wanted =
        String.format(
            Locale.ROOT,
            "%s %s (best %s%s)",
            measure.isLowerBetter() ? "at most" : "at least",
            isKnown ? String.format(Locale.ROOT, "%.4f", limit) : "-",
            text(best),
            hasInterval ? ", 95 % " + interval(interval) : "");
    boolean isGood =
        isKnown && isKnown(measure, found) && !measure.isBetter(limit, found.asDouble());
    return result(measure.figure(), found, wanted, isGood);
  }

  /** What is known of the differences from the best one, file by file, as sentences. */
  List<String> differences() {
    List<String> sentences = new ArrayList<>();
    for (ModelFigure measure : kind.measures()) {
      JsonNode difference = figures.path(Evaluation.DIFFERENCES).path(measure.figure());
      if (difference.path("difference").isNumber()) {
        sentences.add(
            String.format(
                Locale.ROOT,
                "%s differs from the best one's by %+.4f, 95 %% %s, file by file.",
                measure.figure(),
                difference.path("difference").asDouble(),
                interval(difference.path("interval"))));
      }
    }
    return sentences;
  }

  private static String interval(JsonNode interval) {
    return text(interval.path(0)) + " to " + text(interval.path(1));
  }

  /**
   * Holds the model's first measure against the same of a simple guess.
   *
   * @throws UserException when there is no such baseline, or it has no such figure
   */
  CheckResult beats(String baseline) {
    String figure = kind.baselines().figure();
    JsonNode baselines = figures.path(Evaluation.BASELINES);
    List<String> comparable =
        kind.baselines().names().stream().filter(name -> baselines.path(name).has(figure)).toList();
    if (!comparable.contains(baseline)) {
      throw new UserException(
          Mistake.BAD_OPTION,
          String.format(
              Locale.ROOT,
              "There is no baseline %s of %s with %s; there %s.",
              baseline,
              evaluation.model(),
              figure,
              comparable.isEmpty() ? "is missing" : "are " + String.join(", ", comparable)));
    }
    ModelFigure measure = kind.measures().get(0);
    JsonNode found = figures.path(measure.figure());
    JsonNode guessed = baselines.path(baseline).path(figure);
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
