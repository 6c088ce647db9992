package io.partita.models.kinds;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.model.ModelKind;
import io.partita.models.KindHelp;
import io.partita.models.KindJob;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What one command does with models of each kind that can it, in the order of the kinds. Options
 * that only one kind has are mixins of the command under the kind's name.
 */
final class JobsOfKinds<J extends KindJob<?>> {
  private final List<J> jobs;

  /**
   * New ones, with options as they are by default.
   *
   * @param type of the jobs, as {@code Evaluator}
   */
  @SuppressWarnings("unchecked") // J is the type, with its parameter
  JobsOfKinds(Class<? super J> type) {
    this.jobs = Kinds.jobs().stream().filter(type::isInstance).map(job -> (J) job).toList();
  }

  /** Adds the options of the kinds to a command, and to its help what each of them says. */
  void addTo(CommandSpec command) {
    for (J job : jobs) {
      command.addMixin(job.kind().name(), CommandSpec.forAnnotatedObjectLenient(job));
    }
    KindHelp.add(
        command,
        Stream.concat(jobs.stream().flatMap(job -> job.help().stream()), unable().stream()));
  }

  /** Of help: for which models the command is not. */
  private Optional<String> unable() {
    List<ModelKind<?>> able = kinds();
    String others =
        ModelKinds.all().stream()
            .filter(kind -> !able.contains(kind))
            .map(ModelKind::titles)
            .collect(Collectors.joining(" and "));
    return others.isEmpty() ? Optional.empty() : Optional.of("It is not for " + others + ".");
  }

  List<J> all() {
    return jobs;
  }

  private List<ModelKind<?>> kinds() {
    return jobs.stream().<ModelKind<?>>map(KindJob::kind).toList();
  }

  /** Fails on what can be told from the options of the kinds alone. */
  void check() {
    jobs.forEach(KindJob::check);
  }

  /**
   * Reads a model.
   *
   * @throws UserException if absent, it is damaged, or of a kind that cannot; it names those that
   *     can
   */
  TrainedModel<?> read(String model) throws IOException {
    return TrainedModel.read(kinds(), model, Spark.hadoopConfiguration());
  }

  /** The job of a model's kind; nothing where it has none. */
  Optional<J> of(TrainedModel<?> model) {
    return jobs.stream().filter(job -> job.kind().name().equals(model.kind().name())).findFirst();
  }

  /**
   * The job of a model that was {@linkplain #read}.
   *
   * @throws UserException when the user gave an option of another kind
   */
  J of(TrainedModel<?> model, CommandSpec command) {
    J found = of(model).orElseThrow();
    for (J other : jobs) {
      String given = other == found ? "" : given(other, command);
      if (!given.isEmpty()) {
        throw new UserException(Mistake.OPTIONS_EXCLUDE, found.refusal(model, other, given));
      }
    }
    return found;
  }

  /** The names of those options of a job that the user gave; empty where none. */
  private static String given(KindJob<?> job, CommandSpec command) {
    return command.mixins().get(job.kind().name()).options().stream()
        .map(OptionSpec::longestName)
        .filter(command.commandLine().getParseResult()::hasMatchedOption)
        .collect(Collectors.joining(", "));
  }
}
