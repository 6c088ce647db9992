package io.partita.command.compare;

import io.partita.StoredName;
import io.partita.model.archive.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Trainings that differ in nothing but their seed.
 *
 * @param runs at least one
 */
record SeedGroup(List<TrainedRun> runs) {
  private static final Pattern OF_SEEDS = Pattern.compile("/seed-[^/]*/?$");

  /** The folder that they lie in, if that is one of {@code --seeds}; else their own. */
  String name() {
    List<String> names = runs.stream().map(TrainedRun::name).toList();
    List<String> folders =
        names.stream().map(name -> OF_SEEDS.matcher(name).replaceFirst("")).distinct().toList();
    boolean isOfSeeds =
        names.size() > 1 && names.stream().allMatch(name -> OF_SEEDS.matcher(name).find());
    return String.join(", ", isOfSeeds ? folders : names);
  }

  String seeds() {
    return runs.stream().map(TrainedRun::seed).collect(Collectors.joining(" "));
  }

  private List<Metric> bests() {
    return runs.stream().map(TrainedRun::best).flatMap(Optional::stream).toList();
  }

  /** Of the best validations; nothing where there was none. */
  Optional<Spread> bestIteration() {
    double[] iterations = bests().stream().mapToDouble(Metric::iteration).toArray();
    return iterations.length == 0 ? Optional.empty() : Optional.of(Spread.of(iterations));
  }

  /** Figures of the best validations that all of these know. */
  Map<String, Spread> validation() {
    return spreads(Metric::validation);
  }

  /** The same figures of training, as far as they were measured then. */
  Map<String, Spread> training() {
    return spreads(Metric::training);
  }

  private Map<String, Spread> spreads(Function<Metric, Map<String, Double>> of) {
    List<Map<String, Double>> figures = bests().stream().map(of).toList();
    Map<String, Spread> spreads = new TreeMap<>();
    if (figures.isEmpty()) {
      return spreads;
    }
    for (String name : figures.get(0).keySet()) {
      if (figures.stream().allMatch(one -> one.containsKey(name))) {
        spreads.put(name, Spread.of(figures.stream().mapToDouble(one -> one.get(name)).toArray()));
      }
    }
    return spreads;
  }

  /** What was told to these and not to all of the others, as options. */
  String differences(Collection<SeedGroup> others) {
    Map<String, String> ours = runs.get(0).told();
    TreeSet<String> names = new TreeSet<>();
    for (SeedGroup other : others) {
      Map<String, String> theirs = other.runs.get(0).told();
      names.addAll(ours.keySet());
      names.addAll(theirs.keySet());
    }
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String value = ours.getOrDefault(name, "-");
      if (others.stream()
          .anyMatch(other -> !value.equals(other.runs.get(0).told().getOrDefault(name, "-")))) {
        differences.add(StoredName.option(name) + " " + value);
      }
    }
    return String.join(", ", differences);
  }
}
