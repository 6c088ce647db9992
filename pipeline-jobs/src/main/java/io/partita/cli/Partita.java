package io.partita.cli;

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
import io.partita.models.hosted.ModelDecode;
import io.partita.models.hosted.ModelEncode;
import io.partita.models.hosted.Perturb;
import io.partita.models.hosted.RandomLatents;
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
import io.partita.models.rvq.DecodeCodes;
import io.partita.models.rvq.EncodeCodes;
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
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program. One method exits, and only here failures become exit codes. */
@Command(
    name = "partita",
    description = "Music archives in; Parquet tables, trained models and music out.",
    scope = ScopeType.INHERIT, // --help and --version for every command
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    commandListHeading = "%nCommands:%n",
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
  /** In the order of the work: from data to models and on to music. */
  private static final List<Class<?>> COMMANDS =
      Stream.of(
              List.<Class<?>>of(
                  Demo.class,
                  SampleDataCommand.class,
                  Download.class,
                  IngestLmd.class,
                  IngestMidi.class,
                  IngestMsd.class,
                  IngestFma.class,
                  IngestAudio.class,
                  SliceDrums.class,
                  SliceMelodies.class,
                  SliceTrios.class,
                  FindDuplicates.class,
                  SimilarPieces.class,
                  SplitDataset.class,
                  Tokenize.class,
                  Stats.class,
                  Check.class,
                  Report.class,
                  Tables.class,
                  Sql.class,
                  SqlServer.class,
                  Inspect.class),
              Kinds.trainCommands(),
              List.<Class<?>>of(
                  Evaluate.class,
                  Compare.class,
                  CheckModel.class,
                  PublishModel.class,
                  PackModel.class,
                  FitPrior.class,
                  Generate.class,
                  Reconstruct.class,
                  Interpolate.class,
                  Encode.class,
                  Similar.class,
                  Export.class,
                  Tokens.class,
                  ModelEncode.class,
                  ModelDecode.class,
                  Perturb.class,
                  RandomLatents.class,
                  Hosts.class,
                  EncodeCodes.class,
                  DecodeCodes.class,
                  AnalyzeCodes.class,
                  Detokenize.class,
                  Decode.class,
                  Vocode.class,
                  Render.class,
                  Notebook.class,
                  ClusterCommand.class))
          .flatMap(List::stream)
          .toList();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Give a command.");
  }

  public static void main(String[] args) {
    // Spark and others format and compare by the default; Turkish has another i, Arabic other
    // digits.
    Locale.setDefault(Locale.ENGLISH);
    JavaVersion.mistake(Runtime.version().feature())
        .ifPresent(line -> giveUp(ExitCode.USER_MISTAKE, line));
    Screen.open(Screen.isTerminal());
    MachineLimit.tooFewFiles().ifPresent(line -> giveUp(ExitCode.FAILED, line));
    CommandLine program = program(args);
    AbnormalExit.watch(program, args);
    System.exit(execute(program, mistake -> {}, args));
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
      return execute(program(args), mistakes, args);
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
    return named.isEmpty() ? program.addSubcommand(new HelpCommand()) : program;
  }

  private static boolean isNamed(Class<?> command, String... args) {
    return args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0]);
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
