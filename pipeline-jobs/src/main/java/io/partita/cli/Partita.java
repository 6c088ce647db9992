package io.partita.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;

import io.partita.Mistake;
import io.partita.cluster.ClusterCommand;
import io.partita.command.Check;
import io.partita.command.Export;
import io.partita.command.FindDuplicates;
import io.partita.command.SimilarPieces;
import io.partita.command.SplitDataset;
import io.partita.command.Stats;
import io.partita.demo.Demo;
import io.partita.demo.SampleDataCommand;
import io.partita.download.Download;
import io.partita.files.Decode;
import io.partita.files.Detokenize;
import io.partita.files.Inspect;
import io.partita.files.Render;
import io.partita.files.Vocode;
import io.partita.ingest.audio.IngestAudio;
import io.partita.ingest.audio.IngestFma;
import io.partita.ingest.midi.IngestLmd;
import io.partita.ingest.midi.IngestMidi;
import io.partita.ingest.msd.IngestMsd;
import io.partita.jupyter.Notebook;
import io.partita.lake.run.ExitCode;
import io.partita.models.compare.Compare;
import io.partita.models.hosted.Hosts;
import io.partita.models.kinds.DecodeModel;
import io.partita.models.kinds.Encode;
import io.partita.models.kinds.Evaluate;
import io.partita.models.kinds.Generate;
import io.partita.models.kinds.Interpolate;
import io.partita.models.kinds.Kinds;
import io.partita.models.kinds.Reconstruct;
import io.partita.models.kinds.Similar;
import io.partita.models.musicvae.FitPrior;
import io.partita.models.publish.CheckModel;
import io.partita.models.publish.PackModel;
import io.partita.models.publish.PublishModel;
import io.partita.models.rvq.AnalyzeCodes;
import io.partita.report.Report;
import io.partita.slices.SliceDrums;
import io.partita.slices.SliceMelodies;
import io.partita.slices.SliceTrios;
import io.partita.sql.Sql;
import io.partita.sql.SqlServer;
import io.partita.sql.Tables;
import io.partita.terminal.Screen;
import io.partita.tokenize.Tokenize;
import io.partita.tokenize.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program. One method exits, and only here failures become exit codes. */
@Command(
    name = "partita",
    description = "Music archives in; Parquet tables, trained models and music out.",
    scope = ScopeType.INHERIT, // --help and --version for every command
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    commandListHeading = "",
    footer = {
      "",
      "Examples:",
      "  partita demo",
      "  partita ingest-lmd --input lmd_matched.tar.gz --lake lake",
      "  partita sql --lake lake \"SELECT status, count(*) FROM midi_files GROUP BY status\"",
      "  partita help ingest-lmd",
      "",
      "Exit codes: 0 done, 1 the environment failed (worth a retry) or a bug, 2 a mistake in the",
      "command or an unusable input, 3 done, but not good enough: too much was rejected, or a",
      "check failed."
    })
public final class Partita implements Runnable {
  private static final String WELCOME =
      """
      Partita turns music archives into Parquet tables, trained models and new music.

        partita demo                                          a small lake, a song and a drum loop to start with
        partita generate --model builtin:drums --out loops    drum loops of a model that ships with Partita
        partita ingest-midi --input FOLDER --lake lake        your own MIDI files as tables
        partita report --lake lake --out report               plots and players in a browser
        partita train-musicvae --help                         a model of your own

      partita --help lists all commands, partita COMMAND --help describes one.
      Tutorials are in docs/tutorials.
      """;

  /** A heading of the help and the commands below it. */
  private record Group(String title, List<Class<?>> commands) {
    private static Group of(String title, Class<?>... commands) {
      return new Group(title, List.of(commands));
    }
  }

  /** In the order of the work: from data to models and on to music. */
  private static final List<Group> GROUPS =
      List.of(
          Group.of("First steps", Demo.class, SampleDataCommand.class, Download.class),
          Group.of(
              "Archives to tables",
              IngestLmd.class,
              IngestMidi.class,
              IngestMsd.class,
              IngestFma.class,
              IngestAudio.class),
          Group.of(
              "Prepare a data set",
              SliceDrums.class,
              SliceMelodies.class,
              SliceTrios.class,
              FindDuplicates.class,
              SimilarPieces.class,
              SplitDataset.class,
              Tokenize.class),
          Group.of(
              "Look at a data set",
              Stats.class,
              Check.class,
              Report.class,
              Tables.class,
              Sql.class,
              SqlServer.class,
              Export.class),
          new Group("Train a model", Kinds.trainCommands()),
          Group.of(
              "Evaluate and publish a model",
              Evaluate.class,
              Compare.class,
              CheckModel.class,
              PublishModel.class,
              PackModel.class,
              FitPrior.class),
          Group.of(
              "Make music with a model",
              Generate.class,
              Reconstruct.class,
              Interpolate.class,
              Encode.class,
              DecodeModel.class,
              Similar.class),
          Group.of("Codes and models trained elsewhere", AnalyzeCodes.class, Hosts.class),
          Group.of(
              "Single files",
              Inspect.class,
              Tokens.class,
              Detokenize.class,
              Render.class,
              Decode.class,
              Vocode.class),
          Group.of("Notebooks and clusters", Notebook.class, ClusterCommand.class));

  private static final List<Class<?>> COMMANDS =
      GROUPS.stream().<Class<?>>flatMap(group -> group.commands().stream()).toList();

  /** Earlier names of commands, by the words that take their place. */
  private static final Map<String, List<String>> EARLIER =
      Map.of(
          "encode-codes", List.of("encode", "--kinds=rvq,codec"),
          "decode-codes", List.of("decode-model", "--kinds=rvq,codec"),
          "model-encode", List.of("encode", "--kinds=latents"),
          "model-decode", List.of("decode-model", "--kinds=latents"),
          "perturb", List.of("decode-model", "--kinds=latents"),
          "random", List.of("generate", "--kinds=latents"));

  @Spec private CommandSpec spec;

  /** Without a command: what Partita is, and where to begin. */
  @Override
  public void run() {
    spec.commandLine().getOut().print(WELCOME);
    spec.commandLine().getOut().flush();
  }

  public static void main(String[] args) {
    // Spark and others format and compare by the default; Turkish has another i, Arabic other
    // digits.
    Locale.setDefault(Locale.ENGLISH);
    JavaVersion.mistake(Runtime.version().feature())
        .ifPresent(line -> giveUp(ExitCode.USER_MISTAKE, line));
    Screen.open(Screen.isTerminal());
    MachineLimit.tooFewFiles().ifPresent(line -> giveUp(ExitCode.FAILED, line));
    String[] words = current(args);
    CommandLine program = program(words);
    AbnormalExit.watch(program, words);
    System.exit(execute(program, mistake -> {}, words));
  }

  /**
   * Runs a command in this JVM.
   *
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(String... args) {
    return run(mistake -> {}, args);
  }

  /**
   * Runs a command in this JVM.
   *
   * @param mistakes hears of the mistake that ends the command, if one does
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(Consumer<Mistake> mistakes, String... args) {
    try (Screen screen = Screen.open(false)) {
      String[] words = current(args);
      return execute(program(words), mistakes, words);
    }
  }

  /**
   * The program with the one command that a command line begins with, as making all of them takes
   * longer than many of them run; with all of them where it begins with anything else.
   */
  public static CommandLine program(String... args) {
    // A word that begins with @ is that word: the name of a file, not a file of options.
    CommandLine program = new CommandLine(new Partita()).setExpandAtFiles(false);
    List<Class<?>> named = COMMANDS.stream().filter(command -> isNamed(command, args)).toList();
    (named.isEmpty() ? COMMANDS : named)
        .forEach(command -> program.addSubcommand(new CommandLine(command)));
    if (named.isEmpty()) {
      program.addSubcommand(new HelpCommand());
      program.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, Partita::grouped);
    }
    return program;
  }

  private static String grouped(Help help) {
    StringBuilder text = new StringBuilder();
    groups()
        .forEach(
            (title, names) -> {
              Map<String, Help> commands = new LinkedHashMap<>();
              names.forEach(name -> commands.put(name, help.subcommands().get(name)));
              text.append(String.format(Locale.ROOT, "%n%s:%n", title));
              text.append(help.commandList(commands));
            });
    return text.toString();
  }

  /** The names of all commands, by the headings that help shows them under. */
  static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Group group : GROUPS) {
      groups.put(group.title(), group.commands().stream().map(Partita::name).toList());
    }
    return groups;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** A command line with the present name of its command. */
  private static String[] current(String... args) {
    int at = args.length > 1 && args[0].equals("help") ? 1 : 0;
    if (args.length == 0 || !EARLIER.containsKey(args[at])) {
      return args;
    }
    List<String> present = EARLIER.get(args[at]);
    List<String> words = new ArrayList<>(List.of(args));
    words.remove(at);
    words.addAll(at, at == 0 ? present : present.subList(0, 1));
    return words.toArray(String[]::new);
  }

  private static boolean isNamed(Class<?> command, String... args) {
    return args.length > 0 && name(command).equals(args[0]);
  }

  private static int execute(CommandLine program, Consumer<Mistake> mistakes, String... args) {
    try {
      return program
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setUsageHelpWidth(100)
          .setParameterExceptionHandler((e, parsed) -> AbnormalExit.mistaken(e, mistakes, parsed))
          .setExecutionExceptionHandler(
              (exception, command, parsed) -> AbnormalExit.failed(exception, mistakes, args))
          .execute(ConfigFile.expanded(program, args));
    } catch (Exception | Error e) { // of errors picocli tells nobody
      return AbnormalExit.failed(e, mistakes, args);
    }
  }

  private static void giveUp(int exitCode, String line) {
    System.err.println(line);
    System.exit(exitCode);
  }
}
