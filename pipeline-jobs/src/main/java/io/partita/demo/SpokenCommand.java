package io.partita.demo;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A command within another: the same words as on the command line, for a person to repeat. */
final class SpokenCommand {
  private SpokenCommand() {}

  /** Gives a command its arguments, and says both on standard error, the command by a name. */
  static void parse(String name, Callable<Integer> command, String... arguments) {
    System.err.println("partita " + name + " " + String.join(" ", arguments));
    new CommandLine(command).setExpandAtFiles(false).parseArgs(arguments);
  }
}
