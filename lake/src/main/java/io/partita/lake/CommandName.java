package io.partita.lake;

/**
 * Names of commands for people. Runs, locks and cards store a command by an id that outlasts its
 * renaming, as {@code train-lstm}.
 */
public final class CommandName {
  private CommandName() {}

  /** The words that run the command of an id, as {@code train lstm} of {@code train-lstm}. */
  public static String of(String id) {
    return switch (id) {
      case "encode-codes", "model-encode" -> "encode";
      case "fit-prior" -> "model fit-prior";
      case "pack-model" -> "model pack";
      case "publish-model" -> "model publish";
      default -> twoWords(id);
    };
  }

  /** A second hyphen is one of a name, as in {@code train drum-gpt}. */
  private static String twoWords(String id) {
    int hyphen = id.indexOf('-');
    return hyphen < 0 ? id : id.substring(0, hyphen) + " " + id.substring(hyphen + 1);
  }
}
