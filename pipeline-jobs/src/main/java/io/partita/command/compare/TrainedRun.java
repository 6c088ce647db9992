package io.partita.command.compare;

import io.partita.StoredName;
import io.partita.model.ModelFigure;
import io.partita.model.ModelKind;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.run.FoldOption;
import io.partita.split.Fold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as its archive tells of its training.
 *
 * @param name its folder
 * @param facts what else is to be known of it, see {@link ModelKind#facts}
 * @param metrics from the first
 */
record TrainedRun(
    String name,
    ModelKind<?> kind,
    ModelCard card,
    Map<String, String> facts,
    List<Metric> metrics) {
  private static final String SEED = "seed";

  /** What figures were measured on: those of runs where it differs are not set side by side. */
  record Data(
      String dataset,
      String datasetRun,
      String trainSplit,
      String validationSplit,
      String fold,
      long validationExamples,
      Map<String, String> facts) {}

  Data data() {
    ModelCard.Provenance from = card.provenance();
    return new Data(
        from.dataset(),
        from.datasetRun(),
        from.trainSplit(),
        from.validationSplit(),
        from.options().getOrDefault(StoredName.of(FoldOption.NAME), Fold.NONE).toString(),
        from.validationExamples(),
        facts);
  }

  /** All that was told to the training but the seed, by the stored names of options. */
  Map<String, String> told() {
    Map<String, String> told = new TreeMap<>();
    ModelCard.Provenance from = card.provenance();
    from.otherOptions().forEach((name, value) -> told.put(name, String.valueOf(value)));
    from.options().forEach((name, value) -> told.put(name, String.valueOf(value)));
    told.remove(SEED);
    told.put("version", from.version());
    return told;
  }

  /** Whether training may not have come to its end: it goes on, was killed, or was given up. */
  boolean isUnfinished() {
    return card.state().isLost() || card.state().outcome().equals(ModelCard.State.TRAINING);
  }

  /** What runs have in common that differ in the seed only. */
  List<Object> allButTheSeed() {
    return List.of(data(), card.provenance().command(), card.config(), told());
  }

  /** As it was given; "-" where a training knew none. */
  String seed() {
    return String.valueOf(card.provenance().options().getOrDefault(SEED, "-"));
  }

  /** The first measure of its kind that its validations know. */
  Optional<ModelFigure> measure() {
    return kind.measures().stream()
        .filter(measure -> metrics.stream().anyMatch(metric -> knows(metric, measure)))
        .findFirst();
  }

  private static boolean knows(Metric metric, ModelFigure measure) {
    return metric.validation().containsKey(measure.figure());
  }

  /**
   * The metric of the best validation: the one that the card names or, in a card that names none,
   * the best by {@link #measure()}; nothing where there was no validation.
   */
  Optional<Metric> best() {
    if (card.best() != null) {
      return metrics.stream()
          .filter(metric -> metric.iteration() == card.best().iteration())
          .filter(metric -> !metric.validation().isEmpty())
          .findFirst();
    }
    Metric best = null;
    for (Metric metric : metrics) {
      ModelFigure measure = measure().orElse(null);
      if (measure != null
          && knows(metric, measure)
          && Double.isFinite(metric.validation().get(measure.figure()))
          && (best == null
              || measure.isBetter(
                  metric.validation().get(measure.figure()),
                  best.validation().get(measure.figure())))) {
        best = metric;
      }
    }
    return Optional.ofNullable(best);
  }
}
