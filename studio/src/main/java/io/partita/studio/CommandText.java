package io.partita.studio;

import io.partita.ShellWord;
import java.util.List;
import java.util.stream.Collectors;

/** A command line as a person types it. */
final class CommandText {
  private CommandText() {}

  /** The words of a command of Partita, for a shell, with a folder for its files. */
  static String of(List<String> words, String folder) {
    return "partita "
        + words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "))
        + " --out "
        + folder;
  }
}
