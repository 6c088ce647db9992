package io.partita.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.model.StrictJson;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.train.TrainedModel;
import io.partita.report.plot.DrawnPlot;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was measured of a model, as its folder has it: nothing is measured again. */
final class ModelFigures {
  /** Below it figures have powers of ten. */
  private static final double SMALL = 1e-4;

  /** End of the names of fields that are an interval's two ends. */
  private static final String INTERVAL = "_interval";

  /** Objects of objects that are no parts of what was predicted. */
  private static final Set<String> BESIDE =
      Set.of(
          Evaluation.BASELINES, Evaluation.AGAINST, Evaluation.DIFFERENCES, Evaluation.INTERVALS);

  private ModelFigures() {}

  /** The validation of its weights, and the evaluations that lie beside it. */
  static List<FigureGroup> of(TrainedModel<?> trained) throws IOException {
    List<FigureGroup> all = new ArrayList<>();
    validation(trained).ifPresent(all::add);
    all.addAll(evaluation(trained, ModelFolder.EVALUATION));
    all.addAll(evaluation(trained, ModelFolder.TEST));
    return all;
  }

  private static Optional<FigureGroup> validation(TrainedModel<?> trained) throws IOException {
    ModelCard card = trained.card();
    long iteration = card.usedIteration();
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

  /**
   * That of a file beside the model, if it is of this very network; after it, a group each, the
   * same by what parts the evaluation tells apart: by families of tokens, by drums.
   */
  private static List<FigureGroup> evaluation(TrainedModel<?> trained, String file)
      throws IOException {
    Optional<byte[]> bytes = trained.folder().read(file);
    if (bytes.isEmpty()) {
      return List.of();
    }
    JsonNode evaluation;
    try {
      evaluation = StrictJson.object(bytes.get());
    } catch (JsonProcessingException e) {
      return List.of(); // no evaluation, whatever it is
    }
    String network = evaluation.path(Evaluation.NETWORK_SHA256).asText();
    if (!network.equals(trained.card().used().sha256())) {
      return List.of();
    }
    List<Figure> figures = new ArrayList<>();
    addNumbers(figures, "", evaluation);
    evaluation
        .path(Evaluation.BASELINES)
        .fields()
        .forEachRemaining(
            baseline -> addNumbers(figures, baseline.getKey() + ": ", baseline.getValue()));
    String split = evaluation.path(Evaluation.SPLIT).asText();
    List<FigureGroup> groups = new ArrayList<>();
    groups.add(
        new FigureGroup(
            "Evaluation on the split " + split,
            "From "
                + file
                + " beside the model, as model evaluate --out wrote it; baselines are last.",
            figures));
    evaluation.fields().forEachRemaining(field -> parts(field, split, file).ifPresent(groups::add));
    return groups;
  }

  /** Figures of parts, where a field holds those: an object of objects. */
  private static Optional<FigureGroup> parts(
      Map.Entry<String, JsonNode> field, String split, String file) {
    List<Figure> figures = new ArrayList<>();
    if (!BESIDE.contains(field.getKey())) {
      field
          .getValue()
          .fields()
          .forEachRemaining(part -> addNumbers(figures, part.getKey() + ": ", part.getValue()));
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FigureGroup(
                "By " + field.getKey().replace('_', ' ') + ", on the split " + split,
                "From " + file + ", too.",
                figures));
  }

  private static void addNumbers(List<Figure> figures, String prefix, JsonNode object) {
    object
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber()) {
                add(figures, prefix + field.getKey(), field.getValue().doubleValue());
              } else if (isInterval(field.getKey(), field.getValue())) {
                figures.add(
                    new Figure(
                        (prefix + field.getKey()).replace('_', ' '),
                        text(field.getValue().get(0).doubleValue())
                            + " to "
                            + text(field.getValue().get(1).doubleValue())));
              }
            });
  }

  private static boolean isInterval(String name, JsonNode value) {
    return name.endsWith(INTERVAL)
        && value.size() == 2
        && value.path(0).isNumber()
        && value.path(1).isNumber();
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
