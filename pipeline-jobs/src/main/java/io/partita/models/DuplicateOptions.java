package io.partita.models;

import io.partita.StoredName;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether all files that hold the same music, as the table dup_files has them, take part. */
public final class DuplicateOptions {
  public static final String NAME = "--duplicates";

  /** What becomes of files of one cluster. */
  enum Of {
    KEEP,
    ONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = NAME,
      paramLabel = "WHICH",
      description =
          "MIDI files that hold the same music, where find-duplicates has looked for them: one of"
              + " each cluster, in every split, or keep all (default: ${DEFAULT-VALUE}).")
  private Of which = Of.ONE;

  /** Whether all of them take part. */
  public boolean areKept() {
    return which == Of.KEEP;
  }

  /**
   * Tells what decides of a model; nothing where all files take part, as ever before.
   *
   * @param areKnown whether there is a table of them
   */
  void addTo(Map<String, Object> told, boolean areKnown) {
    if (areKnown && which == Of.ONE) {
      told.put(NAME, which.toString());
    }
  }

  /**
   * What a model was trained with.
   *
   * @param options of its card
   */
  static boolean areKept(Map<String, Object> options) {
    return !Of.ONE.toString().equals(options.get(StoredName.of(NAME)));
  }
}
