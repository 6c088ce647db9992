package io.partita.cli;

import io.partita.command.model.KindsInHelp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.WordUtils;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of the program, of a group of commands and of a command. {@code --help} shows what a
 * command needs and the eight options that people use most, {@code --help-all} all of them. With a
 * model on the command line only the options of its kind are shown.
 */
final class HelpPage {
  static final String ALL = "--help-all";
  static final List<String> WORDS = List.of("--help", "-h", ALL);
  private static final int WIDTH = 100;
  private static final int SHOWN = 8;

  /** How the paragraph of a footer begins that only {@code --help-all} shows. */
  private static final String FIELDS = "Fields of --json: ";

  /** One word means one thing in all commands, so one order of use fits all of them. */
  private static final List<String> MOST_USED =
      List.of(
          "--input",
          "--lake",
          "--dataset",
          "--where",
          "--metadata",
          "--model",
          "--out",
          "--config",
          "--tokens",
          "--scheme",
          "--bars",
          "--line",
          "--count",
          "--temperature",
          "--seconds",
          "--start",
          "--epochs",
          "--iterations",
          "--max-minutes",
          "--seed",
          "--subset",
          "--top",
          "--split",
          "--soundfont",
          "--format",
          "--resume",
          "--replace",
          "--file",
          "--json");

  private final CommandSpec spec;
  private final boolean isWhole;
  private final Help help;

  private HelpPage(CommandLine command, boolean isWhole) {
    this.spec = command.getCommandSpec();
    this.isWhole = isWhole;
    spec.usageMessage().width(WIDTH);
    this.help = command.getHelp();
  }

  /**
   * The help that a command line asks for; nothing where it asks for none, or for that of a command
   * that does not exist.
   */
  static Optional<String> of(Invocation invocation) {
    List<String> words = invocation.words();
    boolean isAsked = words.stream().anyMatch(WORDS::contains);
    if (words.size() == (isAsked ? 2 : 1) && invocation.command().isEmpty()) {
      List<String> group = Commands.beginningWith(words.get(0));
      if (!group.isEmpty()) {
        return Optional.of(ofGroup(words.get(0), group));
      }
    }
    if (!isAsked) {
      return Optional.empty();
    }
    if (WORDS.contains(words.get(0))) {
      return Optional.of(new HelpPage(invocation.program(), false).ofProgram());
    }
    if (invocation.command().isEmpty()) {
      return Optional.empty();
    }
    CommandLine command = invocation.command().get();
    if (words.size() > 1 && command.getSubcommands().containsKey(words.get(1))) {
      command = command.getSubcommands().get(words.get(1));
    }
    boolean isWhole = words.contains(ALL);
    Set<OptionSpec> left = KindsInHelp.leaveOut(command.getCommandSpec(), words, isWhole);
    if (!isWhole) {
      leaveOutFields(command.getCommandSpec());
    }
    return Optional.of(new HelpPage(command, isWhole).ofCommand(left));
  }

  private static void leaveOutFields(CommandSpec command) {
    List<String> kept = new ArrayList<>();
    boolean isLeftOut = false;
    for (String line : command.usageMessage().footer()) {
      isLeftOut = line.startsWith(FIELDS) || (isLeftOut && !line.isBlank());
      if (!isLeftOut) {
        kept.add(line);
      }
    }
    command.usageMessage().footer(kept.toArray(String[]::new));
  }

  private String ofProgram() {
    StringBuilder text = new StringBuilder("Usage: partita COMMAND [OPTIONS]\n");
    text.append(String.join(" ", spec.usageMessage().description())).append('\n');
    Commands.groups()
        .forEach(
            (title, names) -> {
              text.append('\n').append(title).append(":\n");
              Map<String, String> lines = new LinkedHashMap<>();
              names.forEach(name -> addLine(lines, name));
              text.append(table(lines));
            });
    return (text + footer()).replaceAll("\n{3,}", "\n\n");
  }

  /** A line for each command of one word, and one for all that begin with the same word. */
  private static void addLine(Map<String, String> lines, String name) {
    String word = name.split(" ", 2)[0];
    List<String> rest =
        Commands.beginningWith(word).stream()
            .map(each -> each.substring(word.length() + 1))
            .toList();
    Optional<String> alone = Commands.firstLine(word);
    String choices = String.join("|", rest);
    String label =
        rest.isEmpty() ? word : word + " " + (alone.isEmpty() ? choices : "[" + choices + "]");
    lines.putIfAbsent(label, alone.orElseGet(() -> Commands.about(word)));
  }

  private static String ofGroup(String word, List<String> names) {
    Map<String, String> lines = new LinkedHashMap<>();
    names.forEach(name -> lines.put(name, Commands.firstLine(name).orElseThrow()));
    return "Usage: partita %s COMMAND [OPTIONS]%n%s%n%n%s%npartita %s COMMAND --help describes one.%n"
        .formatted(word, Commands.about(word), table(lines), word);
  }

  private static String table(Map<String, String> lines) {
    int names = lines.keySet().stream().mapToInt(String::length).max().orElse(0) + 4;
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(Help.Ansi.OFF),
            new Column(names, 2, Overflow.SPAN),
            new Column(WIDTH - names, 0, Overflow.WRAP));
    lines.forEach(table::addRowValues);
    return table.toString();
  }

  private String ofCommand(Set<OptionSpec> left) {
    StringBuilder text = new StringBuilder(synopsis());
    text.append(help.description());
    if (!spec.positionalParameters().isEmpty()) {
      text.append('\n').append(help.parameterList());
    }
    List<OptionSpec> all =
        spec.options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
            .filter(option -> !left.contains(option))
            .sorted(Comparator.comparing(HelpPage::rank))
            .toList();
    List<OptionSpec> needed = all.stream().filter(HelpPage::isNeeded).toList();
    List<OptionSpec> others = all.stream().filter(option -> !isNeeded(option)).toList();
    int room = Math.max(2, SHOWN - needed.size());
    boolean isShort = isWhole || others.size() <= room + 2;
    List<OptionSpec> shown = isShort ? others : others.subList(0, room);
    section(text, "Needed", needed);
    if (isWhole) {
      byHeading(shown).forEach((title, options) -> section(text, title, options));
    } else {
      section(text, needed.isEmpty() ? "Options" : "Often used", shown);
    }
    if (!isShort) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%d more options: partita %s --help-all%n",
              others.size() - shown.size(),
              words()));
    }
    if (!spec.subcommands().isEmpty()) {
      text.append("\nCommands:\n").append(help.commandList());
    }
    return (text + footer()).replaceAll("\n{3,}", "\n\n");
  }

  /** Those of the kinds of models below their kind's name, the others by use. */
  private Map<String, List<OptionSpec>> byHeading(List<OptionSpec> options) {
    Map<String, List<OptionSpec>> headings = new LinkedHashMap<>();
    headings.put("Often used", new ArrayList<>());
    headings.put("More", new ArrayList<>());
    for (OptionSpec option : options) {
      String title =
          KindsInHelp.kindOf(spec, option)
              .map(kind -> "For a " + kind)
              .orElse(rank(option) < MOST_USED.size() ? "Often used" : "More");
      headings.computeIfAbsent(title, any -> new ArrayList<>()).add(option);
    }
    return headings;
  }

  private void section(StringBuilder text, String title, List<OptionSpec> options) {
    if (!options.isEmpty()) {
      text.append("\n" + title + ":\n");
      text.append(help.optionListExcludingGroups(options.stream().map(this::brief).toList()));
    }
  }

  /** The fields of the answer are for the whole help. */
  private OptionSpec brief(OptionSpec option) {
    return isWhole || !option.longestName().equals("--json")
        ? option
        : OptionSpec.builder(option)
            .description("One JSON object; --help-all lists its fields.")
            .build();
  }

  private String synopsis() {
    List<String> words = new ArrayList<>(List.of("Usage: partita", words()));
    Optional<OptionSpec> main = MainArgument.of(spec);
    main.ifPresent(option -> words.add(label(option) + (option.arity().max() > 1 ? "..." : "")));
    spec.positionalParameters().stream()
        .filter(word -> word.group() == null)
        .map(HelpPage::word)
        .forEach(words::add);
    for (OptionSpec option : spec.options()) {
      if (isNeeded(option) && main.filter(option::equals).isEmpty()) {
        words.add(option.longestName() + (label(option).isEmpty() ? "" : " " + label(option)));
      }
    }
    if (spec.options().stream().anyMatch(option -> !isNeeded(option) && !option.usageHelp())) {
      words.add("[OPTIONS]");
    }
    return String.join(" ", words) + "\n";
  }

  private static String word(PositionalParamSpec word) {
    String label = word.paramLabel();
    return word.required() ? label : "[" + label + "]";
  }

  private String words() {
    return spec.qualifiedName().replaceFirst("^partita ", "");
  }

  private static String label(OptionSpec option) {
    return switch (option.longestName()) {
      case "--model" -> "MODEL";
      case "--dataset" -> "DATASET";
      default -> option.arity().max() == 0 ? "" : option.paramLabel();
    };
  }

  private static boolean isNeeded(OptionSpec option) {
    return option.required() && option.group() == null;
  }

  private static int rank(OptionSpec option) {
    return Arrays.stream(option.names())
        .mapToInt(MOST_USED::indexOf)
        .filter(at -> at >= 0)
        .min()
        .orElse(MOST_USED.size());
  }

  /** Paragraphs of the footer in lines of one width; indented lines as they are. */
  private String footer() {
    StringBuilder text = new StringBuilder();
    StringBuilder paragraph = new StringBuilder();
    String footer = (help.footer() + "\n").replace("\n" + FIELDS, "\n\n" + FIELDS);
    for (String line : footer.split("\n", -1)) {
      if (line.isBlank() || line.startsWith(" ") || line.endsWith(":")) {
        text.append(WordUtils.wrap(paragraph.toString(), WIDTH));
        text.append(paragraph.isEmpty() ? "" : "\n").append(line).append('\n');
        paragraph.setLength(0);
      } else {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
      }
    }
    return text.toString().stripTrailing() + "\n";
  }
}
