package io.partita.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * A command line and the command that it names.
 *
 * @param program with that one command, as making all of them takes longer than many of them run;
 *     with none of them for the program's own help; with all of them where none is named
 * @param words the command line, the words of the command as one, see {@link Commands#joined}
 */
record Invocation(CommandLine program, List<String> words) {

  /** What the program answers by itself. */
  private static final List<String> OWN = List.of("--help", "-h", "--version", "-V");

  /** The program with all of its commands. */
  static CommandLine whole() {
    CommandLine program = withoutCommands();
    Commands.addTo(program, Optional.empty());
    return program;
  }

  /** A word that begins with @ is that word: the name of a file, not a file of options. */
  private static CommandLine withoutCommands() {
    CommandLine program = new CommandLine(new Partita()).setExpandAtFiles(false);
    HelpText.addTo(program, Partita.class);
    return program;
  }

  static Invocation of(String... given) {
    CommandLine program = withoutCommands();
    String[] joined = Commands.joined(given);
    if (OWN.containsAll(List.of(joined))) {
      return new Invocation(program, List.of(joined));
    }
    Optional<Conversion> conversion = Conversion.of(joined);
    Commands.addTo(program, conversion, joined);
    return new Invocation(
        program, List.of(conversion.map(found -> found.arguments(joined)).orElse(joined)));
  }

  /** The command; nothing where the command line names none. */
  Optional<CommandLine> command() {
    return Optional.ofNullable(words.isEmpty() ? null : program.getSubcommands().get(words.get(0)));
  }

  boolean has(String option) {
    return command().filter(named -> named.getCommandSpec().findOption(option) != null).isPresent();
  }
}
