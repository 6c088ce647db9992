package io.partita.cli;

import io.partita.Mistake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.UnchangedRun;
import io.partita.progress.JobLog;
import io.partita.terminal.Screen;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program. One method exits, and only here failures become exit codes. */
@Command(
    name = "partita",
    description = "Music archives in; Parquet tables, trained models and music out.",
    scope = ScopeType.INHERIT, // --help and --version for every command
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
public final class Partita implements Runnable {
  private static final String WELCOME =
      """
      Partita turns music archives into Parquet tables, trained models and new music.

        partita demo                                  make a drum loop, a song and a small lake
        partita generate builtin:loops --out loops    generate drum loops with a built-in model
        partita ingest midi FOLDER --lake lake        turn your own MIDI files into tables
        partita report --lake lake --out report       write web pages with plots and figures
        partita train musicvae --help                 train a model of your own

      partita --help lists all commands, partita COMMAND --help describes one.
      Tutorials: docs/tutorials.
      """;

  @Spec private CommandSpec spec;

  /** Without a command: what Partita is, and where to begin. */
  @Override
  public void run() {
    spec.commandLine().getOut().print(WELCOME);
    spec.commandLine().getOut().flush();
  }

  public static void main(String... args) {
    // Spark and others format and compare by the default; Turkish has another i, Arabic other
    // digits.
    Locale.setDefault(Locale.ENGLISH);
    // Else picocli opens all jars, as it looks for Groovy's.
    System.setProperty("picocli.disable.closures", "true");
    JavaVersion.mistake(Runtime.version().feature())
        .ifPresent(line -> giveUp(ExitCode.USER_MISTAKE, line));
    Screen.open(Screen.isTerminal());
    MachineLimit.tooFewFiles().ifPresent(line -> giveUp(ExitCode.FAILED, line));
    Invocation invocation = Invocation.of(args);
    AbnormalExit.watch(invocation);
    int exitCode = execute(invocation, mistake -> {});
    // YARN takes an exit of its driver's JVM for a failure: success returns.
    if (exitCode != ExitCode.OK) {
      System.exit(exitCode);
    }
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
      return execute(Invocation.of(args), mistakes);
    }
  }

  /** The program with all of its commands. */
  public static CommandLine program() {
    return Invocation.whole();
  }

  private static int execute(Invocation given, Consumer<Mistake> mistakes) {
    boolean isUnknown =
        given.words().size() > 1
            && !given.words().get(0).startsWith("-")
            && given.command().isEmpty();
    Invocation invocation = // whose options mean nothing
        isUnknown ? new Invocation(given.program(), given.words().subList(0, 1)) : given;
    JobLog.listen(new TerminalListener());
    RunningCommand running = RunningCommand.of(invocation.words());
    int exitCode = exitCode(invocation, mistakes);
    running.ended(exitCode);
    return exitCode;
  }

  private static int exitCode(Invocation invocation, Consumer<Mistake> mistakes) {
    String[] args = invocation.words().toArray(String[]::new);
    try {
      Optional<String> help = HelpPage.of(invocation);
      if (help.isPresent()) {
        System.out.print(help.get());
        return ExitCode.OK;
      }
      return invocation
          .program()
          .setCaseInsensitiveEnumValuesAllowed(true)
          .setParameterExceptionHandler((e, parsed) -> AbnormalExit.mistaken(e, mistakes, parsed))
          .setExecutionExceptionHandler(
              (exception, command, parsed) ->
                  exception instanceof UnchangedRun unchanged
                      ? AbnormalExit.unchanged(unchanged, command)
                      : AbnormalExit.failed(exception, lake(command), mistakes, args))
          .execute(
              ConfigFile.expanded(MainArgument.named(invocation)).words().toArray(String[]::new));
    } catch (Exception | Error e) { // of errors picocli tells nobody
      return AbnormalExit.failed(e, mistakes, args);
    }
  }

  private static Optional<String> lake(CommandLine command) {
    return Optional.ofNullable(command.getCommandSpec().findOption("--lake"))
        .map(option -> option.getValue())
        .map(Object::toString);
  }

  private static void giveUp(int exitCode, String line) {
    System.err.println(line);
    System.exit(exitCode);
  }
}
