package io.partita.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The argument that a command is about, which needs no option's name: {@code ingest midi
 * groove.zip} is {@code ingest midi --input groove.zip}, and {@code generate builtin:drums} has a
 * {@code --model}.
 */
final class MainArgument {
  /** The first that a command needs. */
  private static final List<String> NAMES =
      List.of("--input", "--dataset", "--model", "--lake", "--out");

  private MainArgument() {}

  /** The option that a bare word gives; nothing of a command with positional parameters. */
  static Optional<OptionSpec> of(CommandSpec command) {
    if (!command.positionalParameters().isEmpty()) {
      return Optional.empty();
    }
    return NAMES.stream()
        .map(command::findOption)
        .filter(option -> option != null && option.required() && option.group() == null)
        .findFirst();
  }

  /** The command line with bare words as values of that option. */
  static Invocation named(Invocation given) {
    Optional<CommandSpec> command = given.command().map(CommandLine::getCommandSpec);
    Optional<OptionSpec> main = command.flatMap(MainArgument::of);
    if (main.isEmpty()) {
      return given;
    }
    List<Integer> bare = bare(command.get(), given.words().toArray(String[]::new));
    if (bare.isEmpty() || (bare.size() > 1 && main.get().arity().max() == 1)) {
      return given;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < given.words().size(); i++) {
      if (!bare.contains(i)) {
        words.add(given.words().get(i));
      }
    }
    words.add(main.get().longestName());
    bare.forEach(i -> words.add(given.words().get(i)));
    return new Invocation(given.program(), words);
  }

  /** Where in a joined command line words are neither options nor values of options. */
  static List<Integer> bare(CommandSpec command, String... joined) {
    List<Integer> bare = new ArrayList<>();
    int values = 0; // that the last option still takes
    for (int i = 1; i < joined.length; i++) {
      String word = joined[i];
      if (word.startsWith("-") && word.length() > 1) {
        OptionSpec option = command.findOption(word);
        values = option == null ? 0 : option.arity().max();
      } else if (values > 0) {
        values--;
      } else {
        bare.add(i);
      }
    }
    return bare;
  }
}
