package io.partita.model.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What models are measured on.
 *
 * @param fileColumns that tell its files apart
 * @param what it is of, for people, as {@code 1,819 slices of 2 bars}
 * @param besides more of that, behind the data set's name
 * @param units what leaks are counted in, as {@code slices}
 * @param suspectsLeftOut suspect files that would be in it
 * @param alsoInTraining how many units are in the data that the model was trained on, exactly
 *     equal; null where that data is not known
 * @param leaks files of it that the models have learnt
 */
public record EvaluatedSplit(
    String name,
    String dataset,
    List<String> fileColumns,
    String what,
    String besides,
    String units,
    long suspectsLeftOut,
    Long alsoInTraining,
    Leaks leaks) {
  void putInto(Map<String, Object> figures) {
    figures.put("split", name);
    figures.put("dataset", dataset);
    figures.put(Evaluation.SUSPECTS, suspectsLeftOut);
    figures.put("also_in_training", alsoInTraining);
  }

  /** What people read first: lines that end with a line break. */
  String text(int files) {
    String leaks =
        alsoInTraining == null
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d of the %s are also in the training data",
                alsoInTraining,
                units);
    return String.format(
        Locale.ROOT,
        "%s of the split %s of %s%s%s%nin %,d %s%s%n",
        what,
        name,
        dataset,
        besides,
        Evaluation.leftOut(suspectsLeftOut),
        files,
        files == 1 ? "file" : "files",
        leaks);
  }
}
