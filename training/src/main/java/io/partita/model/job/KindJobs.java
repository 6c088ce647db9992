package io.partita.model.job;

import io.partita.model.ModelKinds;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.stream.Stream;

/** A kind of model as commands know it. */
public interface KindJobs {
  /** All kinds as commands know them. */
  static Stream<KindJobs> all() {
    return ModelKinds.all().stream().filter(KindJobs.class::isInstance).map(KindJobs.class::cast);
  }

  /** New ones of a type that a model's kind has; none where it has none. */
  static <J> Stream<J> of(TrainedModel<?> model, Class<J> type) {
    return model.kind() instanceof KindJobs kind
        ? kind.jobs().stream().filter(type::isInstance).map(type::cast)
        : Stream.empty();
  }

  /** The command that trains one: a class annotated with its options. */
  Class<?> trainer();

  /** Commands beside it that only such models have: classes annotated with their options. */
  default List<Class<?>> commands() {
    return List.of();
  }

  /**
   * What commands do with such models: new jobs, with options as they are by default. An {@link
   * io.partita.model.evaluate.Evaluator}, and of the others those that such models can.
   */
  List<KindJob<?>> jobs();
}
