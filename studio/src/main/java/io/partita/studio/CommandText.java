package io.partita.studio;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command line as a person types it. */
final class CommandText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private CommandText() {}

  /** The words of a command of Partita, for a shell, with a folder for its files. */
  static String of(List<String> words, String folder) {
    return "partita "
        + words.stream().map(CommandText::quoted).collect(Collectors.joining(" "))
        + " --out "
        + folder;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
