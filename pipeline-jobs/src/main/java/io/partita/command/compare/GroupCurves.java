package io.partita.command.compare;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.model.ModelFigure;
import io.partita.model.archive.Metric;
import io.partita.picture.ComparedCurves;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The picture of {@code --out}: a figure of validation over iterations. */
final class GroupCurves {
  private GroupCurves() {}

  /** Whether a file's name says which picture it is to be. */
  static boolean isPicture(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".svg");
  }

  /**
   * @param file whose name says which picture it is to be
   * @throws UserException where the figures are of several data, or there are none
   */
  static byte[] of(List<ComparedTable> tables, String file) {
    if (tables.size() > 1) {
      throw new UserException(
          Mistake.NOT_COMPARABLE,
          "--out draws models that were trained and validated on the same, and these have "
              + tables.size()
              + " different data: compare those of one.");
    }
    ComparedTable table = tables.get(0);
    ModelFigure measure =
        table
            .measure()
            .orElseThrow(
                () ->
                    new UserException(
                        Mistake.NO_DATA, "--out has nothing to draw: no model was validated."));
    List<ComparedCurves.Group> groups =
        table.groups().stream().map(group -> drawn(group, measure)).toList();
    String title =
        table.groups().get(0).runs().get(0).kind().title() + " on " + table.data().dataset();
    String figure = measure.figure() + " on " + table.data().validationSplit();
    return file.toLowerCase(Locale.ROOT).endsWith(".svg")
        ? ComparedCurves.svg(title, figure, groups)
        : ComparedCurves.png(title, figure, groups);
  }

  private static ComparedCurves.Group drawn(SeedGroup group, ModelFigure measure) {
    List<ComparedCurves.Curve> curves = new ArrayList<>();
    for (TrainedRun run : group.runs()) {
      List<ComparedCurves.Point> points =
          run.metrics().stream()
              .filter(metric -> metric.validation().containsKey(measure.figure()))
              .map(
                  metric ->
                      new ComparedCurves.Point(
                          metric.iteration(), metric.validation().get(measure.figure())))
              .toList();
      curves.add(new ComparedCurves.Curve(points, run.best().map(Metric::iteration).orElse(-1L)));
    }
    return new ComparedCurves.Group(group.name(), curves);
  }
}
