package io.partita.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.partita.Mistake;
import io.partita.lake.run.ExitCode;
import io.partita.lake.run.RunningCommand;
import io.partita.lake.run.UnchangedRun;
import io.partita.option.UnchangedOptions;
import io.partita.output.Answer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * How a command that does not come to its end takes its leave: by a failure, by a signal, or as it
 * had nothing to do.
 */
final class AbnormalExit {
  /** Added to a signal's number, as shells do. */
  private static final int BY_SIGNAL = 128;

  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private AbnormalExit() {}

  /**
   * Tells of a failure.
   *
   * @param mistakes hears of it where it is a mistake
   * @param args the command line, which may ask for JSON
   * @return the exit code
   */
  static int failed(Throwable thrown, Consumer<Mistake> mistakes, String... args) {
    return failed(thrown, Optional.empty(), mistakes, args);
  }

  /**
   * Tells of a failure.
   *
   * @param lake folder of the lake that the command wrote to or read, if there is one
   */
  static int failed(
      Throwable thrown, Optional<String> lake, Consumer<Mistake> mistakes, String... args) {
    Failure cause = Failure.of(thrown);
    Failure failure =
        lake.flatMap(folder -> FullDisk.advice(cause, folder)).map(cause::and).orElse(cause);
    if (failure.kind() == Failure.Kind.BUG) {
      System.err.println("This is a bug in Partita; please report it with the lines below:");
      System.err.print(ExceptionUtils.getStackTrace(thrown));
    } else {
      System.err.println(failure.line());
      LoggerFactory.getLogger(AbnormalExit.class).debug("The cause", thrown);
    }
    return answered(failure, mistakes, args);
  }

  /**
   * Tells of a command that had nothing to do.
   *
   * @return the exit code
   */
  static int unchanged(UnchangedRun run, CommandLine command) throws JsonProcessingException {
    boolean json = value(command, "--json").filter(Boolean.TRUE::equals).isPresent();
    Answer.print(json, run.report(), report -> run.line() + "; --again runs it.");
    return value(command, UnchangedOptions.CODE).map(Integer.class::cast).orElse(ExitCode.OK);
  }

  private static Optional<Object> value(CommandLine command, String option) {
    return Optional.ofNullable(command.getCommandSpec().findOption(option))
        .map(found -> found.getValue());
  }

  /**
   * Tells of a command line that cannot be parsed.
   *
   * @return the exit code
   */
  static int mistaken(ParameterException e, Consumer<Mistake> mistakes, String... args) {
    Failure failure = Failure.mistaken(ParseMistake.code(e), ParseMistake.line(e, args));
    System.err.println(failure.line());
    return answered(failure, mistakes, args);
  }

  /** Who asked for JSON gets it, whatever comes of the command. */
  private static int answered(Failure failure, Consumer<Mistake> mistakes, String... args) {
    failure.mistake().ifPresent(mistakes);
    RunningCommand.failed(failure.line());
    if (List.of(args).contains("--json")) {
      System.out.println(failure.json());
    }
    return failure.kind().exitCode();
  }

  /**
   * From now on a signal ends the program with one line, and so does an error in any thread. What
   * threads say while everything is closed around them is about the ending, and of no use.
   */
  static void watch(Invocation invocation) {
    String left = whatIsLeft(invocation);
    SIGNALS.forEach(
        (signal, number) ->
            handle(
                signal,
                () -> {
                  System.err.println(lineEnd() + "Ended by SIG" + signal + "." + left);
                  silence();
                  System.exit(BY_SIGNAL + number);
                }));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          int exitCode = failed(thrown, mistake -> {}, invocation.words().toArray(String[]::new));
          if (thrown instanceof Error) { // Spark would wait for the thread for ever
            silence();
            System.exit(exitCode);
          }
        });
  }

  /**
   * By reflection, as javac warns of the class whatever is suppressed. JLine's way to it writes to
   * Java's log, for which Java opens every jar: a fifth of a second of each command.
   */
  private static void handle(String signal, Runnable handler) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              AbnormalExit.class.getClassLoader(),
              new Class<?>[] {handlers},
              (self, method, arguments) -> {
                handler.run();
                return null;
              });
      signals
          .getMethod("handle", signals, handlers)
          .invoke(null, signals.getConstructor(String.class).newInstance(signal), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java lets nobody handle SIG" + signal, e);
    }
  }

  /** On a terminal there may be a bar of progress. */
  @SuppressWarnings("SystemConsoleNull") // Partita runs on Java 17 only
  private static String lineEnd() {
    return System.console() == null ? "" : System.lineSeparator();
  }

  /** Of a command that can go on, that; a command that serves until it is ended leaves nothing. */
  private static String whatIsLeft(Invocation invocation) {
    String name = invocation.command().map(CommandLine::getCommandName).orElse("");
    if (name.equals("download")) {
      return " The same command goes on where it was.";
    }
    if (!invocation.has("--lake")) {
      return "";
    }
    return " What is published stays whole"
        + (invocation.has("--resume") ? "; the same command with --resume goes on." : ".");
  }

  private static void silence() {
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
