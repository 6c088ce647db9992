package io.partita.demo;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A command within another: the same words as on the command line, for a person to repeat. */
final class SpokenCommand {
  private SpokenCommand() {}

  /** Gives a command its arguments, and says both on standard error. */
  static void parse(Callable<Integer> command, String... arguments) {
    CommandLine line = new CommandLine(command).setExpandAtFiles(false);
    System.err.println("partita " + line.getCommandName() + " " + String.join(" ", arguments));
    line.parseArgs(arguments);
  }
}
