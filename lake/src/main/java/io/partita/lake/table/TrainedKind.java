package io.partita.lake.table;

import java.util.List;
import java.util.ServiceLoader;

/**
 * A kind of model that is trained on tables of a lake: what the table {@code training_runs} says of
 * its trainings. The kinds of a class path are found by {@link ServiceLoader}; a lake is read
 * without any.
 */
public interface TrainedKind {
  /** The command that trains one. */
  String trainCommand();

  /**
   * The tables of the lake whose rows become its examples, as {@code notes}; which of them a model
   * learns from is the model's own.
   */
  List<String> learnsFrom();

  /** Those of this class path, which is searched for each call. */
  static List<TrainedKind> all() {
    return ServiceLoader.load(TrainedKind.class, TrainedKind.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
