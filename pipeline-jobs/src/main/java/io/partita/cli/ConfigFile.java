package io.partita.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.StoredName;
import io.partita.UserException;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.model.StrictJson;
import io.partita.model.run.ConfigOptions;
import io.partita.terminal.DidYouMean;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A file of options: one JSON object, options by their names in snake_case, as cards of models have
 * them. What it says takes the place of {@code --config FILE} on the command line, but for what the
 * command line says itself: {@code {"batch": 64, "set": {"freeBits": 32}}} is {@code --batch=64
 * --set=freeBits=32}.
 */
final class ConfigFile {
  /** What cards say of a number that was not given. */
  private static final int MAX_BYTES = 1 << 20;

  private static final Set<String> NO_NUMBER = Set.of("all", "none");

  private final String file;
  private final CommandSpec command;
  private final List<String> args;

  private ConfigFile(String file, CommandSpec command, List<String> args) {
    this.file = file;
    this.command = command;
    this.args = args;
  }

  /**
   * The command line with a file's options in place of the file.
   *
   * @param given stays as it is where it names no file of options
   * @throws UserException where the file is missing, or says what the command cannot be told
   */
  static Invocation expanded(Invocation given) throws IOException {
    if (!given.has(ConfigOptions.NAME)) {
      return given;
    }
    CommandSpec command = given.command().orElseThrow().getCommandSpec();
    OptionSpec option = command.findOption(ConfigOptions.NAME);
    List<String> args = given.words();
    List<String> others = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      boolean isAlone = args.get(i).equals(ConfigOptions.NAME) && i + 1 < args.size();
      if (isAlone || args.get(i).startsWith(ConfigOptions.NAME + "=")) {
        files.add(isAlone ? args.get(++i) : args.get(i).substring(ConfigOptions.NAME.length() + 1));
      } else {
        others.add(args.get(i));
      }
    }
    if (files.size() != 1 || isName(option, files.get(0))) {
      return given;
    }
    others.addAll(new ConfigFile(files.get(0), command, List.copyOf(others)).options());
    return new Invocation(given.program(), others);
  }

  /** Whether a word is what the command itself understands by its option, and no file. */
  private static boolean isName(OptionSpec option, String word) {
    Iterable<String> names = option.completionCandidates();
    return names != null
        && (!word.matches(".*[./].*")
            || StreamSupport.stream(names.spliterator(), false).anyMatch(word::equals));
  }

  private List<String> options() throws IOException {
    byte[] bytes;
    try (InputStream in = InputPath.file(file, Spark.hadoopConfiguration()).openStream()) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new UserException(
          Mistake.TOO_LARGE,
          ConfigOptions.NAME + " " + file + " is larger than 1 MB: that is no file of options.");
    }
    JsonNode object;
    try {
      object = StrictJson.object(bytes);
    } catch (JsonProcessingException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          ConfigOptions.NAME
              + " "
              + file
              + " is no JSON object of options: "
              + e.getOriginalMessage()
              + ".",
          e);
    }
    List<String> options = new ArrayList<>();
    object.fields().forEachRemaining(field -> add(options, field.getKey(), field.getValue()));
    return options;
  }

  private void add(List<String> options, String name, JsonNode value) {
    OptionSpec option = option(name);
    Class<?> type = option.type();
    if (value.isNull() || (!option.isMultiValue() && isDecided(option))) {
      return;
    }
    String longest = option.longestName();
    if (type == Boolean.class || type == boolean.class) {
      require(value.isBoolean(), name, "true or false", value);
      if (value.booleanValue()) {
        options.add(longest);
      }
    } else if (Map.class.isAssignableFrom(type)) {
      require(value.isObject(), name, "an object", value);
      value
          .fields()
          .forEachRemaining(
              entry -> {
                if (!isGiven(option, entry.getKey() + "=")) {
                  options.add(longest + "=" + entry.getKey() + "=" + entry.getValue());
                }
              });
    } else if (isNumber(type)) {
      boolean isWord = value.isTextual() && NO_NUMBER.contains(value.textValue());
      if (isWord && option.converters().length > 0) {
        options.add(longest + "=" + value.textValue());
      } else if (!isWord) {
        boolean isWhole = type != Double.class && type != double.class;
        require(
            isWhole ? value.isIntegralNumber() : value.isNumber(),
            name,
            isWhole ? "a whole number" : "a number",
            value);
        options.add(longest + "=" + value.asText());
      }
    } else {
      require(value.isTextual(), name, "a text", value);
      options.add(longest + "=" + value.textValue());
    }
  }

  private static boolean isNumber(Class<?> type) {
    return Number.class.isAssignableFrom(type)
        || type == int.class
        || type == long.class
        || type == double.class;
  }

  private OptionSpec option(String name) {
    OptionSpec option = command.optionsMap().get(StoredName.option(name));
    if (option == null || !isForFiles(option)) {
      List<String> names =
          command.options().stream()
              .filter(ConfigFile::isForFiles)
              .map(known -> StoredName.of(known.longestName()))
              .toList();
      throw mistake(command.name() + " has no option " + name + "." + DidYouMean.ask(name, names));
    }
    return option;
  }

  /** Neither of help, nor a file of options in one. */
  private static boolean isForFiles(OptionSpec option) {
    return !option.usageHelp()
        && !option.versionHelp()
        && (!option.longestName().equals(ConfigOptions.NAME)
            || option.completionCandidates() != null);
  }

  /** Whether the command line has an option, or another one in its place. */
  private boolean isDecided(OptionSpec option) {
    boolean hasRivals = option.group() != null && option.group().exclusive();
    return (hasRivals ? option.group().options() : List.of(option))
        .stream().anyMatch(one -> isGiven(one, ""));
  }

  /**
   * Whether the command line has an option.
   *
   * @param start of its value
   */
  private boolean isGiven(OptionSpec option, String start) {
    return Arrays.stream(option.names())
        .flatMap(
            name ->
                Stream.concat(
                    args.stream().filter(arg -> arg.startsWith(name + "=" + start)),
                    after(name).filter(value -> value.startsWith(start))))
        .findAny()
        .isPresent();
  }

  /** The words that follow an option; nothing where it ends the command line. */
  private Stream<String> after(String name) {
    List<String> after = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals(name)) {
        after.add(i + 1 < args.size() ? args.get(i + 1) : "");
      }
    }
    return after.stream();
  }

  private void require(boolean isGood, String name, String what, JsonNode value) {
    if (!isGood) {
      throw mistake(name + " must be " + what + ", not " + value + ".");
    }
  }

  private UserException mistake(String what) {
    return new UserException(Mistake.BAD_OPTION, ConfigOptions.NAME + " " + file + ": " + what);
  }
}
