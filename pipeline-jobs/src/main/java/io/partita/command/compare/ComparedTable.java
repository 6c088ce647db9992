package io.partita.command.compare;

import io.partita.model.ModelFigure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Groups whose figures were measured on the same data.
 *
 * @param groups at least one
 */
record ComparedTable(TrainedRun.Data data, List<SeedGroup> groups) {
  /** Runs of one kind, each in its group and table, in the order in which they are given. */
  static List<ComparedTable> of(List<TrainedRun> runs) {
    Map<TrainedRun.Data, Map<List<Object>, List<TrainedRun>>> byData = new LinkedHashMap<>();
    for (TrainedRun run : runs) {
      byData
          .computeIfAbsent(run.data(), data -> new LinkedHashMap<>())
          .computeIfAbsent(run.allButTheSeed(), same -> new ArrayList<>())
          .add(run);
    }
    return byData.entrySet().stream()
        .map(
            same ->
                new ComparedTable(
                    same.getKey(), same.getValue().values().stream().map(SeedGroup::new).toList()))
        .toList();
  }

  /** The names of all figures: the kind's measures first, in their order. */
  List<String> figures() {
    TreeSet<String> others = new TreeSet<>();
    groups.forEach(group -> others.addAll(group.validation().keySet()));
    List<String> figures = new ArrayList<>();
    for (ModelFigure measure : groups.get(0).runs().get(0).kind().measures()) {
      if (others.remove(measure.figure())) {
        figures.add(measure.figure());
      }
    }
    figures.addAll(others);
    return figures;
  }

  /** The first measure that validations know. */
  Optional<ModelFigure> measure() {
    return groups.stream()
        .flatMap(group -> group.runs().stream())
        .map(TrainedRun::measure)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
