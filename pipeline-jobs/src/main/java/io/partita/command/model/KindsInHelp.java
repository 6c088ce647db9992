package io.partita.command.model;

import io.partita.UserException;
import io.partita.lake.run.Spark;
import io.partita.model.archive.ModelFolder;
import io.partita.model.job.KindHelp;
import io.partita.model.job.KindJob;
import io.partita.model.job.ModelFiles;
import io.partita.model.job.ModelJob;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options in a command's help that only models of one kind have. */
public final class KindsInHelp {
  private KindsInHelp() {}

  /** The titles of the sorts of models that an option is for; nothing where it is for all. */
  public static Optional<String> kindOf(CommandSpec command, OptionSpec option) {
    return command.userObject() instanceof KindCommand<?> kinds
        ? kinds.jobs().all().stream()
            .filter(job -> kinds.jobs().options(job, command).contains(option))
            .<String>map(ModelJob::title)
            .distinct()
            .reduce((one, other) -> one + " or " + other)
        : Optional.empty();
  }

  /**
   * Leaves out what a command says of other kinds than that of the first model on its command line.
   *
   * @param isWhole keeps all where no word names a model that can be read; else only what is for
   *     every kind is kept
   * @return the options that are not to be shown
   */
  public static Set<OptionSpec> leaveOut(CommandSpec command, List<String> words, boolean isWhole) {
    Set<OptionSpec> left = new HashSet<>();
    if (!(command.userObject() instanceof KindCommand<?> kinds)) {
      return left;
    }
    List<String> named =
        words.stream()
            .map(word -> word.replaceFirst("^--model=", ""))
            .filter(word -> !word.startsWith("-"))
            .toList();
    Optional<String> kept = named.stream().flatMap(word -> kind(word).stream()).findFirst();
    boolean isFile = kept.isEmpty() && isFile(words);
    for (ModelJob job : kinds.jobs().all()) {
      boolean isShown =
          kept.map(job.name()::equals).orElse(isFile ? !(job instanceof KindJob) : isWhole);
      if (!isShown) {
        left.addAll(kinds.jobs().options(job, command));
        command
            .usageMessage()
            .footer(
                Arrays.stream(command.usageMessage().footer())
                    .filter(line -> !job.help().contains(line))
                    .toArray(String[]::new));
      }
    }
    kinds.jobs().all().stream()
        .filter(job -> kept.filter(job.name()::equals).isPresent())
        .forEach(job -> left.removeAll(kinds.jobs().options(job, command)));
    if (kept.isEmpty() && !isFile && !isWhole) {
      KindHelp.add(
          command,
          Stream.of(
              "With a model, --help shows the options of its kind: partita %s builtin:drums --help"
                  .formatted(command.name())));
    }
    return left;
  }

  private static boolean isFile(List<String> words) {
    int option = words.indexOf("--model");
    if (option < 0 || option + 1 == words.size()) {
      return false;
    }
    try {
      for (ModelFiles files : ModelFiles.all()) {
        if (files.areNamed(words.get(option + 1))) {
          return true;
        }
      }
      return false;
    } catch (IOException | UserException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> kind(String model) {
    try {
      ModelFolder folder = ModelFolder.at(model, Spark.hadoopConfiguration());
      return folder.exists() ? Optional.of(folder.card().kind()) : Optional.empty();
    } catch (IOException | UserException | IllegalArgumentException e) {
      return Optional.empty(); // help is shown whatever the model is
    }
  }
}
