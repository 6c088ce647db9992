package io.partita.command.model;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.job.KindHelp;
import io.partita.model.job.KindJob;
import io.partita.model.job.ModelFiles;
import io.partita.model.job.ModelJob;
import io.partita.model.train.TrainedModel;
import io.partita.terminal.DidYouMean;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What one command does with each sort of models that can it: kinds that are trained here, in their
 * order, then files of models trained elsewhere. Options that only one sort has are mixins of the
 * command under the sort's name; what several sorts have is one option, which sets that of each.
 */
final class CapabilityRegistry<J extends ModelJob> {
  private final List<J> jobs;
  private final List<Shared> shared = new ArrayList<>();

  /**
   * An option that a job has in common with one before it: the command has that one's.
   *
   * @param own the job's, of no command
   * @param first that of the command
   */
  private record Shared(ModelJob job, OptionSpec own, OptionSpec first) {}

  /**
   * New ones, with options as they are by default.
   *
   * @param type of the jobs, as {@code Evaluator}
   */
  @SuppressWarnings("unchecked") // J is the type, with its parameter
  CapabilityRegistry(Class<? super J> type) {
    this.jobs = Kinds.jobs().stream().filter(type::isInstance).map(job -> (J) job).toList();
  }

  /** Adds the options of the sorts to a command, and to its help what each of them says. */
  void addTo(CommandSpec command) {
    Set<String> ofJobs = new HashSet<>();
    for (J job : jobs) {
      CommandSpec own = CommandSpec.create();
      for (Object options : job.options()) {
        CommandSpec.forAnnotatedObjectLenient(options).options().forEach(own::addOption);
      }
      for (OptionSpec option : List.copyOf(own.options())) {
        if (!ofJobs.add(option.longestName())) {
          own.remove(option);
          shared.add(new Shared(job, option, command.optionsMap().get(option.longestName())));
        }
      }
      command.addMixin(job.name(), own);
    }
    KindHelp.add(
        command,
        Stream.concat(
            jobs.stream().flatMap(job -> Stream.concat(job.help().stream(), Stream.of(""))),
            unable().stream()));
  }

  /** Of help: for which models the command is not. */
  private Optional<String> unable() {
    List<ModelKind<?>> able = kinds(jobs);
    String others =
        ModelKinds.all().stream()
            .filter(kind -> !able.contains(kind))
            .map(ModelKind::titles)
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? Optional.empty() : Optional.of("Unsupported models: " + others + ".");
  }

  List<J> all() {
    return jobs;
  }

  private static List<ModelKind<?>> kinds(List<? extends ModelJob> jobs) {
    return jobs.stream()
        .filter(KindJob.class::isInstance)
        .<ModelKind<?>>map(job -> ((KindJob<?>) job).kind())
        .toList();
  }

  /** The options of a command that a job of it has. */
  List<OptionSpec> options(ModelJob job, CommandSpec command) {
    return Stream.concat(
            command.mixins().get(job.name()).options().stream(),
            shared.stream().filter(of -> of.job() == job).map(Shared::first))
        .toList();
  }

  private void share() {
    for (Shared of : shared) {
      of.own().setValue(of.first().getValue());
    }
  }

  /** Fails on what can be told from the options of the sorts alone. */
  void check() {
    share();
    jobs.forEach(ModelJob::check);
  }

  /**
   * The job for a model.
   *
   * @param model null of a file
   */
  record Chosen<J>(J job, TrainedModel<?> model) {}

  /**
   * Finds out what a model is, and reads it unless it is a file.
   *
   * @param model as the user gave it: a folder, a model that comes with Partita, or a file
   * @throws UserException if absent, it is damaged, or of a sort that cannot; it names those that
   *     can; or when the user gave an option of another sort
   */
  Chosen<J> choose(String model, CommandSpec command) throws IOException {
    share();
    Chosen<J> chosen = chosen(model, command);
    requireNoOptionsOfOthers(chosen.job(), chosen.model(), command);
    return chosen;
  }

  private Chosen<J> chosen(String model, CommandSpec command) throws IOException {
    for (ModelFiles files : ModelFiles.all()) {
      if (files.areNamed(model)) {
        return new Chosen<>(ofFile(files.said(model), model, command), null);
      }
    }
    List<String> files =
        jobs.stream().filter(job -> !(job instanceof KindJob)).map(ModelJob::title).toList();
    TrainedModel<?> trained =
        TrainedModel.read(kinds(jobs), files, model, Spark.hadoopConfiguration());
    return new Chosen<>(of(trained).orElseThrow(), trained);
  }

  private J ofFile(ModelFiles.Said file, String model, CommandSpec command) {
    return jobs.stream()
        .filter(job -> file.sorts().contains(job.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.WRONG_MODEL,
                    "Model %s is a file of %s that %s cannot use: give a %s."
                        .formatted(
                            model,
                            file.format(),
                            command.qualifiedName(),
                            DidYouMean.listed(jobs.stream().map(ModelJob::title).toList(), "or"))));
  }

  /** The job of a model's kind; nothing where it has none. */
  Optional<J> of(TrainedModel<?> model) {
    return jobs.stream().filter(job -> job.name().equals(model.kind().name())).findFirst();
  }

  private void requireNoOptionsOfOthers(J job, TrainedModel<?> model, CommandSpec command) {
    for (J other : jobs) {
      String given = other == job ? "" : given(other, options(job, command), command);
      if (!given.isEmpty()) {
        throw new UserException(Mistake.OPTIONS_EXCLUDE, job.refusal(model, other, given));
      }
    }
  }

  /** The names of those options of a job that the user gave, but for some; empty where none. */
  private String given(ModelJob job, List<OptionSpec> except, CommandSpec command) {
    return options(job, command).stream()
        .filter(option -> !except.contains(option))
        .map(OptionSpec::longestName)
        .filter(command.commandLine().getParseResult()::hasMatchedOption)
        .collect(Collectors.joining(", "));
  }
}
