package io.partita.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/**
 * A script that completes command lines: commands, options and their values from this version, data
 * sets, tables and models from the folders of the lake and the models, without starting Java.
 */
@Command(
    name = "completion",
    description = "Print a script that completes command lines, for bash or zsh.")
final class Completion implements Callable<Integer> {
  /** A shell that runs the script. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "SHELL", description = "Shell: ${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Override
  public Integer call() throws IOException {
    Map<String, CommandLine> commands = Partita.program().getSubcommands();
    Map<String, List<String>> groups = new TreeMap<>();
    List<String> first = new ArrayList<>();
    StringBuilder options = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (String name : Commands.names()) {
      String[] words = name.split(" ", 2);
      if (!first.contains(words[0])) {
        first.add(words[0]);
      }
      if (words.length > 1) {
        groups.computeIfAbsent(words[0], any -> new ArrayList<>()).add(words[1]);
      }
      List<OptionSpec> known =
          Stream.concat(
                  commands.get(name).getCommandSpec().options().stream(),
                  name.equals("convert") ? Conversion.options().stream() : Stream.of())
              .filter(option -> !option.hidden())
              .toList();
      options.append(line(name, known.stream().map(OptionSpec::longestName).toList()));
      MainArgument.of(commands.get(name).getCommandSpec())
          .ifPresent(main -> values.append(line(name, List.of(main.longestName()))));
      for (OptionSpec option : known) {
        if (option.completionCandidates() != null) {
          values.append(
              line(
                  name + " " + option.longestName(),
                  StreamSupport.stream(option.completionCandidates().spliterator(), false)
                      .map(value -> value.toLowerCase(Locale.ROOT))
                      .toList()));
        }
      }
    }
    System.out.print(
        script()
            .replace(
                "@SHELL@\n",
                shell == Shell.ZSH ? "autoload -Uz bashcompinit && bashcompinit\n" : "")
            .replace("@FIRST@", String.join(" ", first))
            .replace(
                "@GROUPS@\n",
                groups.entrySet().stream()
                    .map(group -> line(group.getKey(), group.getValue()))
                    .collect(Collectors.joining()))
            .replace("@OPTIONS@\n", options)
            .replace("@VALUES@\n", values));
    return CommandLine.ExitCode.OK;
  }

  private static String script() throws IOException {
    try (InputStream in = Completion.class.getResourceAsStream("completion.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String line(String of, List<String> words) {
    return "    \"%s\") echo \"%s\" ;;%n".formatted(of, String.join(" ", words));
  }
}
