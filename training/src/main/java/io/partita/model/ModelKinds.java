package io.partita.model;

import io.partita.lake.table.TrainedKind;
import java.util.List;
import java.util.Optional;

/**
 * All kinds of models, in the order of the class path's lists of {@link TrainedKind}; everything
 * that lists, names or reads kinds asks here.
 */
public final class ModelKinds {
  private static final List<ModelKind<?>> ALL =
      TrainedKind.all().stream().<ModelKind<?>>map(kind -> (ModelKind<?>) kind).toList();

  private ModelKinds() {}

  public static List<ModelKind<?>> all() {
    return ALL;
  }

  /** The unit of a kind's losses, {@link ModelKind#lossUnit}, by what archives call the kind. */
  public static String lossUnit(String kind) {
    return named(kind).orElseThrow().lossUnit();
  }

  /** By what archives call it. */
  public static Optional<ModelKind<?>> named(String name) {
    return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }
}
