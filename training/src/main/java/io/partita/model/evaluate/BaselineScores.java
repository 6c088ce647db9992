package io.partita.model.evaluate;

import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of simple guesses.
 *
 * @param all figures in their order; of those that are none of the scores nothing is known
 * @param scores of the same files as the model's, by {@link BaselineFigure#column}
 * @param others what else is to be known of a baseline, by its name: numbers and texts, and under a
 *     number's name with {@link #INTERVAL} the two ends of its interval, or null; may be empty
 */
public record BaselineScores(
    List<BaselineFigure> all, FileScores scores, Map<String, Map<String, Object>> others) {
  /** What the name of a figure's interval ends with. */
  public static final String INTERVAL = "_interval";

  /** Which baseline another name represents. */
  private static final String SAME_AS = "same_as";

  /**
   * The same with one of these baselines under another name, before all others.
   *
   * @param figures that it has
   * @param chosen which one; null where that is not known, and then its figures are not either
   */
  public BaselineScores withBest(String name, List<String> figures, String chosen) {
    List<BaselineFigure> more = new ArrayList<>();
    figures.forEach(figure -> more.add(new BaselineFigure(name, figure)));
    List<String> columns = new ArrayList<>(scores.figures());
    List<Integer> copied = new ArrayList<>();
    Map<String, Map<String, Object>> rest = new LinkedHashMap<>();
    if (chosen != null) {
      more.forEach(figure -> columns.add(figure.column()));
      figures.forEach(
          figure ->
              copied.add(scores.figures().indexOf(new BaselineFigure(chosen, figure).column())));
      Map<String, Object> of = new LinkedHashMap<>(Map.of(SAME_AS, chosen));
      of.putAll(others.getOrDefault(chosen, Map.of()));
      rest.put(name, of);
    }
    rest.putAll(others);
    more.addAll(all);
    FileScores with =
        new FileScores(
            columns,
            scores.files().stream().map(file -> with(file, copied)).toList(),
            scores.others());
    return new BaselineScores(more, with, rest);
  }

  private static FileSums with(FileSums file, List<Integer> copied) {
    double[] sums = Arrays.copyOf(file.sums(), file.sums().length + copied.size());
    for (int k = 0; k < copied.size(); k++) {
      sums[file.sums().length + k] = sums[copied.get(k)];
    }
    return new FileSums(file.file(), file.count(), file.weight(), sums);
  }

  /** The mean; null where it is not known. */
  Double mean(BaselineFigure figure) {
    return isKnown(figure) ? scores.sum().mean(figure.column()) : null;
  }

  boolean isKnown(BaselineFigure figure) {
    return scores.figures().contains(figure.column());
  }
}
