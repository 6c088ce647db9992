package io.partita.cli;

import io.partita.Mistake;
import io.partita.terminal.DidYouMean;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say of a command line that cannot be parsed: one line, with what may have been meant. */
final class ParseMistake {
  private ParseMistake() {}

  static Mistake code(ParameterException e) {
    if (unknownOption(e).isPresent()) {
      return Mistake.BAD_OPTION;
    }
    if (e instanceof MutuallyExclusiveArgsException) {
      return Mistake.OPTIONS_EXCLUDE;
    }
    return e instanceof MissingParameterException ? Mistake.MISSING_OPTION : Mistake.BAD_OPTION;
  }

  /**
   * @param args the whole command line
   */
  static String line(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    List<String> words = command.getUnmatchedArguments();
    if (command.getParent() == null && !words.isEmpty() && !words.get(0).startsWith("-")) {
      return noCommand(command, words.get(0));
    }
    Optional<String> option = unknownOption(e);
    if (option.isPresent()) {
      return noOption(command, option.get().split("=", 2)[0]);
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      return tooMany(command, unmatched.getUnmatched().get(0), args);
    }
    ArgSpec arg = e.getArgSpec();
    if (arg != null && e.getValue() != null && arg.completionCandidates() != null) {
      return notAmong(arg, e.getValue());
    }
    String message = e.getMessage().strip();
    return message + (message.endsWith(".") ? "" : ".") + seeHelp(command);
  }

  /** An option that is missing may be there under a name that is not quite its own. */
  private static Optional<String> unknownOption(ParameterException e) {
    return e.getCommandLine().getUnmatchedArguments().stream()
        .filter(word -> word.startsWith("-"))
        .findFirst();
  }

  private static String noOption(CommandLine command, String option) {
    CommandSpec spec = command.getCommandSpec();
    List<String> names =
        spec.options().stream()
            .filter(known -> !known.hidden())
            .flatMap(known -> Arrays.stream(known.names()))
            .filter(name -> name.startsWith("--"))
            .toList();
    String sentence = spec.qualifiedName() + " has no option " + option + ".";
    return asked(command, sentence, option, names);
  }

  private static String noCommand(CommandLine program, String word) {
    String sentence = "There is no command " + word + ".";
    boolean isWhole = program.getParent() == null;
    return asked(
        program,
        sentence,
        isWhole ? word.replace('-', ' ') : word,
        isWhole ? Commands.names() : program.getSubcommands().keySet());
  }

  /** A word that no argument takes: the name of a command, it may be, or one word too many. */
  private static String tooMany(CommandLine command, String word, String... args) {
    CommandSpec spec = command.getCommandSpec();
    if (spec.positionalParameters().isEmpty() && !spec.subcommands().isEmpty()) {
      return noCommand(command, word);
    }
    String sentence = "There is one argument too many: " + word + ".";
    for (String before : args) {
      String question = DidYouMean.ask(before, spec.subcommands().keySet());
      if (!question.isEmpty()) {
        return sentence + question;
      }
    }
    return sentence + seeHelp(command);
  }

  private static String notAmong(ArgSpec arg, String value) {
    String name = arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    List<String> values =
        StreamSupport.stream(arg.completionCandidates().spliterator(), false)
            .map(candidate -> candidate.toLowerCase(Locale.ROOT))
            .toList();
    return name
        + " must be "
        + DidYouMean.listed(values, "or")
        + ", not "
        + value
        + "."
        + DidYouMean.ask(value, values);
  }

  private static String asked(
      CommandLine command, String sentence, String word, Collection<String> names) {
    String question = DidYouMean.ask(word, names);
    return sentence + (question.isEmpty() ? seeHelp(command) : question);
  }

  private static String seeHelp(CommandLine command) {
    return " See '" + command.getCommandSpec().qualifiedName() + " --help'.";
  }
}
