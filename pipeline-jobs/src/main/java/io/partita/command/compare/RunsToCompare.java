package io.partita.command.compare;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.PlainFiles;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads the cards and metrics of models; their weights are left alone. */
final class RunsToCompare {
  private final List<TrainedRun> runs = new ArrayList<>();
  private final Set<Path> places = new HashSet<>();

  private RunsToCompare() {}

  /**
   * @param arguments folders of models, or folders that models lie in
   * @throws UserException where there is no model, one is damaged, one is given twice, or they are
   *     of two kinds
   */
  static List<TrainedRun> of(List<String> arguments, Configuration conf) throws IOException {
    RunsToCompare found = new RunsToCompare();
    for (String argument : arguments) {
      for (ModelFolder folder : below(argument, conf)) {
        found.add(folder);
      }
    }
    return found.runs;
  }

  /** The model itself, or those directly below, the shorter names first: seed-2 before seed-10. */
  static List<ModelFolder> below(String argument, Configuration conf) throws IOException {
    ModelFolder folder = ModelFolder.at(argument, conf);
    Path path = folder.path();
    FileSystem fs = PlainFiles.of(path, conf);
    if (folder.exists() || !fs.exists(path)) {
      return List.of(folder);
    }
    List<String> names =
        Arrays.stream(fs.listStatus(path))
            .filter(FileStatus::isDirectory)
            .map(below -> below.getPath().getName())
            .filter(name -> !name.startsWith("_") && !name.startsWith("."))
            .sorted(Comparator.comparing(String::length).thenComparing(name -> name))
            .toList();
    List<ModelFolder> models = new ArrayList<>();
    for (String name : names) {
      ModelFolder below = ModelFolder.at(argument.replaceFirst("(?<=.)/+$", "") + "/" + name, conf);
      if (below.exists()) {
        models.add(below);
      }
    }
    return models.isEmpty() ? List.of(folder) : models;
  }

  private void add(ModelFolder folder) throws IOException {
    if (!places.add(folder.file("model.json"))) {
      throw new UserException(Mistake.BAD_OPTION, "Model " + folder.name() + " is given twice.");
    }
    TrainedRun added = folder.read(card -> run(folder, card, folder.metrics()));
    runs.add(added);
    TrainedRun first = runs.get(0);
    if (!first.kind().name().equals(added.kind().name())) {
      throw new UserException(
          Mistake.NOT_COMPARABLE,
          "%s is a %s, and %s is a %s: compare models of one kind."
              .formatted(first.name(), first.kind().name(), added.name(), added.kind().name()));
    }
  }

  private static TrainedRun run(ModelFolder folder, ModelCard card, List<Metric> metrics) {
    ModelKind<?> kind =
        ModelKinds.named(card.kind())
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.OTHER_VERSION,
                        "Model %s is of the kind %s, which this Partita does not know."
                            .formatted(folder.name(), card.kind())));
    return new TrainedRun(folder.name(), kind, card, facts(kind, folder, card), metrics);
  }

  private static <M> Map<String, String> facts(
      ModelKind<M> kind, ModelFolder folder, ModelCard card) {
    try {
      return kind.facts(kind.model(card.description()));
    } catch (IllegalArgumentException e) {
      throw folder.damaged(e.getMessage(), e);
    }
  }
}
