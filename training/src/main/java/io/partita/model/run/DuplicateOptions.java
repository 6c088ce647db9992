package io.partita.model.run;

import io.partita.StoredName;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether all files that hold the same music, as the table dup_files has them, take part. */
public final class DuplicateOptions {
  public static final String NAME = "--duplicates";

  /** What becomes of files of one cluster. */
  public enum Of {
    /** All take part, each for itself. */
    KEEP,
    /** One of them takes part. */
    ONE,
    /** All take part in the training, in each epoch another one; elsewhere one. */
    WEIGH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = NAME,
      paramLabel = "WHICH",
      description =
          "Duplicates: one per cluster, weigh (one per epoch) or keep (default: ${DEFAULT-VALUE}).")
  private Of which = Of.ONE;

  /** What was asked for. */
  public Of which() {
    return which;
  }

  /**
   * Tells what decides of a model; nothing where all files take part, as ever before.
   *
   * @param areKnown whether there is a table of them
   */
  public void addTo(Map<String, Object> told, boolean areKnown) {
    if (areKnown && which != Of.KEEP) {
      told.put(NAME, which.toString());
    }
  }

  /**
   * What a model was trained with.
   *
   * @param options of its card
   */
  static Of of(Map<String, Object> options) {
    Object stored = options.get(StoredName.of(NAME));
    for (Of which : Of.values()) {
      if (which.toString().equals(stored)) {
        return which;
      }
    }
    return Of.KEEP;
  }
}
