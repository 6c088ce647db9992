package io.partita.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Command lines for every command of the program, made from what it says of its arguments. */
final class Calls {
  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class);

  private Calls() {}

  /** Every command that can be run, subcommands among them. */
  static Stream<CommandSpec> commands() {
    return leaves(Partita.program().getCommandSpec())
        .distinct() // a command has several names
        .filter(command -> !command.name().equals("help"));
  }

  private static Stream<CommandSpec> leaves(CommandSpec command) {
    return Stream.concat(
        command.subcommands().isEmpty() || !command.args().isEmpty()
            ? Stream.of(command).filter(leaf -> leaf.parent() != null)
            : Stream.empty(),
        command.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .flatMap(Calls::leaves));
  }

  /** The command's name, as {@code model show}. */
  static String words(CommandSpec command) {
    return command.parent() == null || command.parent().parent() == null
        ? command.name()
        : words(command.parent()) + " " + command.name();
  }

  /** Whether an argument takes any text: a name, a query, a place. */
  static boolean isText(ArgSpec arg) {
    Class<?> type = arg.auxiliaryTypes().length > 0 ? arg.auxiliaryTypes()[0] : arg.type();
    return arg.arity().max() > 0 && (type == String.class || type == Path.class);
  }

  /** Whether an argument names a file, a folder, a lake or a model. */
  static boolean isPlace(ArgSpec arg) {
    return isText(arg)
        && arg.paramLabel().matches(".*(FILE|DIR|OUT|IN|PATH|CSV|TOKENS|MODEL|NOTEBOOK).*");
  }

  /** A number or a constant that an argument takes. */
  static String plain(ArgSpec arg) {
    if (arg.completionCandidates() != null) {
      return arg.completionCandidates().iterator().next();
    }
    return NUMBERS.contains(arg.type()) ? "1" : "x";
  }

  /** A command with the arguments that it must have and those that are wanted. */
  static List<String> line(
      CommandSpec command, Predicate<ArgSpec> wanted, Function<ArgSpec, String> value) {
    List<String> line = new ArrayList<>(List.of(words(command).split(" ")));
    for (ArgSpec arg : command.args()) {
      if ((arg.required() && arg.group() == null) || wanted.test(arg)) {
        if (arg instanceof OptionSpec option) {
          line.add(option.longestName());
        }
        line.add(value.apply(arg));
      }
    }
    return line;
  }
}
