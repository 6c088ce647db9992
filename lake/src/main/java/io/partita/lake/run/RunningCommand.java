package io.partita.lake.run;

import io.partita.ShellWord;
import io.partita.lake.CommandName;
import io.partita.lake.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this JVM is doing, for people who look: a run has a file in its lake, {@code
 * _partita/_running/ID.json}, that says what was typed, the stage that the terminal shows, how much
 * of it is done, and at last how it ended. A process that was killed leaves a file that nobody
 * renews. The files of the last 20 runs stay.
 *
 * <p>The frames of runs call {@link #begin} and {@link #end}; a program says what was typed and
 * with which code it ends. It is one for the JVM, as standard error is.
 */
public final class RunningCommand {
  /** Names of options whose values are nobody's business, should one come to be. */
  private static final Pattern SECRET =
      Pattern.compile(
          "--[a-z0-9-]*(password|passphrase|secret|credential|api-key)[a-z0-9-]*(=.*)?");

  /** Who asks, in an address, as {@code user:password@}. */
  private static final Pattern USER = Pattern.compile("(://)[^/@\\s]+@");

  /** What an address asks, which may be signed. */
  private static final Pattern QUERY = Pattern.compile("(://[^?\\s]+\\?)\\S+");

  private static final String HIDDEN = "...";
  private static final int LONGEST_MESSAGE = 1_000;

  /** Of a program that has no commands. */
  private static RunningCommand current = new RunningCommand(null, null);

  private final String typed;
  private final RunningCommand around;
  private RunningFile file;

  private RunningCommand(String typed, RunningCommand around) {
    this.typed = typed;
    this.around = around;
  }

  /**
   * A program runs a command, until {@link #ended}; it may be within another.
   *
   * @param words as they were typed, without the program's name; the first is the command's, which
   *     may be several
   */
  public static RunningCommand of(List<String> words) {
    synchronized (RunningCommand.class) {
      current = new RunningCommand(text(words), current);
      return current;
    }
  }

  /** The command is over. */
  public void ended(int exitCode) {
    synchronized (RunningCommand.class) {
      endFile(exitCode);
      current = around;
    }
  }

  /**
   * A run of the command begins, and the one before is over.
   *
   * @param command id, as {@code train-lstm}; told where no program says what was typed
   * @param dataset that is written or trained on
   * @param model folder of a training; else null
   */
  public static void begin(Lake lake, String command, String dataset, String model) {
    synchronized (RunningCommand.class) {
      current.endFile(ExitCode.OK);
      String told = current.typed == null ? CommandName.of(command) : current.typed;
      current.file = RunningFile.begin(lake.fs(), lake.running(), told, dataset, model);
    }
  }

  /**
   * How a training is set, once that is settled.
   *
   * @param lossUnit of its losses, as {@code nats per note}
   * @param options that decide the result, by name
   */
  public static void settings(String lossUnit, Map<String, ?> options) {
    tell(running -> running.settings(lossUnit, options));
  }

  /** Why the run is going to fail, in a line for people; its secrets are left out. */
  public static void failed(String why) {
    String line = withoutSecrets(why);
    tell(running -> running.failed(line.substring(0, Math.min(line.length(), LONGEST_MESSAGE))));
  }

  /** A run is over; how it ended is said by the program, if there is one. */
  public static void end() {
    synchronized (RunningCommand.class) {
      if (current.typed == null) {
        current.endFile(null);
      }
    }
  }

  /** The last run is over, and the command goes on with something else. */
  public static void over(int exitCode) {
    synchronized (RunningCommand.class) {
      current.endFile(exitCode);
    }
  }

  /** A stage of the run that counts nothing begins. */
  public static void stage(String name) {
    tell(running -> running.at(name, null, 0, -1, null));
  }

  /**
   * How far the run is.
   *
   * @param unit that is counted, in the plural
   * @param total -1 when unknown
   * @param secondsLeft of the stage; not a number or infinite when unknown
   */
  public static void step(
      String stage, String unit, double done, double total, double secondsLeft) {
    Double left = Double.isFinite(secondsLeft) ? (double) Math.round(secondsLeft) : null;
    tell(running -> running.at(stage, unit, done, total, left));
  }

  private static void tell(Consumer<RunningFile> change) {
    synchronized (RunningCommand.class) {
      if (current.file != null) {
        change.accept(current.file);
      }
    }
  }

  private void endFile(Integer exitCode) {
    if (file != null) {
      file.end(exitCode);
      file = null;
    }
  }

  private static String withoutSecrets(String text) {
    String withoutUser = USER.matcher(text).replaceAll("$1" + HIDDEN + "@");
    return QUERY.matcher(withoutUser).replaceAll("$1" + HIDDEN);
  }

  /**
   * What was typed, for a shell, without secrets.
   *
   * @param words the first is the command's name, which may be several
   */
  static String text(List<String> words) {
    if (words.isEmpty()) {
      return "";
    }
    List<String> told = new ArrayList<>();
    boolean isValue = false;
    for (String word : words.subList(1, words.size())) {
      boolean isSecret = SECRET.matcher(word).matches();
      int equals = word.indexOf('=');
      if (isValue) {
        told.add(HIDDEN);
      } else if (isSecret && equals > 0) {
        told.add(word.substring(0, equals + 1) + HIDDEN);
      } else {
        told.add(withoutSecrets(word));
      }
      isValue = isSecret && equals < 0 && !isValue;
    }
    return Stream.concat(Stream.of(words.get(0)), told.stream().map(ShellWord::quoted))
        .collect(Collectors.joining(" "));
  }
}
