package io.partita.models;

import io.partita.lake.run.Suspects;
import io.partita.model.archive.ModelCard;
import java.util.Locale;

/** The last words of a training on what of its data set gave no example. */
public final class LeftOut {
  private LeftOut() {}

  /** Says what of the data set gave no example, a line for each reason. */
  public static void print(ModelCard.Provenance provenance) {
    provenance
        .leftOut()
        .forEach(
            (reason, count) ->
                System.out.printf(
                    Locale.ROOT,
                    "Left out: %,d %s of the split %s%s%n",
                    count,
                    reason,
                    provenance.trainSplit(),
                    takenInBy(reason)));
  }

  private static String takenInBy(String reason) {
    return switch (reason) {
      case Suspects.FILES -> "; " + Suspects.OPTION + " takes them in";
      case Duplicates.FILES -> "; " + DuplicateOptions.NAME + " keep takes them in";
      default -> "";
    };
  }
}
