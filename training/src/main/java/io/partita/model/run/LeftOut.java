package io.partita.model.run;

import io.partita.lake.run.Suspects;
import io.partita.model.archive.ModelCard;
import io.partita.option.SuspectOptions;
import java.util.List;
import java.util.Locale;

/** The last words of a training on what of its data set gave no example. */
public final class LeftOut {
  private LeftOut() {}

  /** Lines on what of the data set gave no example, one for each reason. */
  public static List<String> lines(ModelCard.Provenance provenance) {
    return provenance.leftOut().entrySet().stream()
        .map(
            of ->
                String.format(
                    Locale.ROOT,
                    "Left out: %,d %s of the split %s%s",
                    of.getValue(),
                    of.getKey(),
                    provenance.trainSplit(),
                    takenInBy(of.getKey())))
        .toList();
  }

  private static String takenInBy(String reason) {
    return switch (reason) {
      case Suspects.FILES -> "; " + SuspectOptions.NAME + " takes them in";
      case Duplicates.FILES -> "; " + DuplicateOptions.NAME + " keep takes them in";
      default -> "";
    };
  }
}
