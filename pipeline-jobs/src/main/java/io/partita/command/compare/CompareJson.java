package io.partita.command.compare;

import io.partita.model.archive.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Tables of groups for programs. */
final class CompareJson {
  private CompareJson() {}

  static Map<String, Object> of(ComparedTable table) {
    TrainedRun.Data data = table.data();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", data.dataset());
    json.put("dataset_run", data.datasetRun());
    json.put("train_split", data.trainSplit());
    json.put("validation_split", data.validationSplit());
    json.put("fold", data.fold());
    json.put("validation_examples", data.validationExamples());
    json.put("facts", data.facts());
    json.put("groups", table.groups().stream().map(CompareJson::of).toList());
    return json;
  }

  private static Map<String, Object> of(SeedGroup group) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", group.name());
    json.put("best_iteration", group.bestIteration().map(CompareJson::of).orElse(null));
    json.put("validation", of(group.validation()));
    json.put("training", of(group.training()));
    json.put("told", group.runs().get(0).told());
    json.put("models", group.runs().stream().map(CompareJson::of).toList());
    return json;
  }

  private static Map<String, Object> of(Map<String, Spread> spreads) {
    Map<String, Object> json = new TreeMap<>();
    spreads.forEach((figure, spread) -> json.put(figure, of(spread)));
    return json;
  }

  private static Map<String, Object> of(Spread spread) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mean", spread.mean());
    json.put("deviation", spread.deviation());
    return json;
  }

  private static Map<String, Object> of(TrainedRun run) {
    Metric best = run.best().orElse(null);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", run.name());
    json.put("seed", run.seed());
    json.put("outcome", run.card().state().outcome());
    json.put("iteration", best == null ? null : best.iteration());
    json.put("validation", best == null ? null : best.validation());
    json.put("training", best == null ? null : best.training());
    return json;
  }
}
