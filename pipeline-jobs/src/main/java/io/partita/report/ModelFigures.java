package io.partita.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.model.StrictJson;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.models.Evaluation;
import io.partita.report.plot.DrawnPlot;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was measured of a model, as its folder has it: nothing is measured anew. */
final class ModelFigures {
  /** Below it figures have powers of ten. */
  private static final double SMALL = 1e-4;

  private ModelFigures() {}

  /** The validation of its weights, and the evaluations that lie beside it. */
  static List<FigureGroup> of(TrainedModel<?> trained) throws IOException {
    List<FigureGroup> all = new ArrayList<>();
    validation(trained).ifPresent(all::add);
    evaluation(trained, ModelFolder.EVALUATION).ifPresent(all::add);
    evaluation(trained, ModelFolder.TEST).ifPresent(all::add);
    return all;
  }

  private static Optional<FigureGroup> validation(TrainedModel<?> trained) throws IOException {
    ModelCard card = trained.card();
    boolean isBest = card.best() != null && card.best().network() != null;
    long iteration = isBest ? card.best().iteration() : card.state().iteration();
    Optional<Metric> found =
        trained.folder().metrics().stream()
            .filter(metric -> metric.iteration() == iteration && !metric.validation().isEmpty())
            .findFirst();
    return found.map(
        metric -> {
          List<Figure> figures = new ArrayList<>();
          metric.validation().forEach((name, value) -> add(figures, name, value));
          return new FigureGroup(
              "On the split " + card.provenance().validationSplit(),
              "From the training's metrics.jsonl, after epoch "
                  + text(metric.epoch())
                  + ": these weights are the model.",
              figures);
        });
  }

  /** That of a file beside the model, if it is of this very network. */
  private static Optional<FigureGroup> evaluation(TrainedModel<?> trained, String file)
      throws IOException {
    Optional<byte[]> bytes = trained.folder().read(file);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    JsonNode evaluation;
    try {
      evaluation = StrictJson.object(bytes.get());
    } catch (JsonProcessingException e) {
      return Optional.empty(); // no evaluation, whatever it is
    }
    String network = evaluation.path(Evaluation.NETWORK_SHA256).asText();
    if (!network.equals(trained.card().used().sha256())) {
      return Optional.empty();
    }
    List<Figure> figures = new ArrayList<>();
    addNumbers(figures, "", evaluation);
    evaluation
        .path(Evaluation.BASELINES)
        .fields()
        .forEachRemaining(
            baseline -> addNumbers(figures, baseline.getKey() + ": ", baseline.getValue()));
    return Optional.of(
        new FigureGroup(
            "Evaluation on the split " + evaluation.path(Evaluation.SPLIT).asText(),
            "From " + file + " beside the model, as evaluate --out wrote it; baselines stand last.",
            figures));
  }

  private static void addNumbers(List<Figure> figures, String prefix, JsonNode object) {
    object
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber()) {
                add(figures, prefix + field.getKey(), field.getValue().doubleValue());
              }
            });
  }

  private static void add(List<Figure> figures, String name, Double value) {
    if (value != null && Double.isFinite(value)) {
      figures.add(new Figure(name.replace('_', ' '), text(value)));
    }
  }

  private static String text(double value) {
    return value != 0 && Math.abs(value) < SMALL
        ? String.format(Locale.ROOT, "%.2e", value)
        : DrawnPlot.shown(BigDecimal.valueOf(value).toPlainString());
  }
}
