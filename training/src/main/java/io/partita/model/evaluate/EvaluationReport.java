package io.partita.model.evaluate;

import io.partita.model.archive.ModelCard;
import io.partita.model.examples.FileScores;
import io.partita.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: an object for programs, tables for people, and figures file by file. */
public final class EvaluationReport {
  private static final String PERCENT = "95 %";

  private final EvaluatedSplit split;
  private final Measured ours;
  private final Measured theirs;
  private final BaselineScores baselines;
  private final Intervals intervals;

  /**
   * @param theirs of another model, on the same predictions; may be null
   */
  public EvaluationReport(
      EvaluatedSplit split, Measured ours, Measured theirs, BaselineScores baselines) {
    this.split = split;
    this.ours = ours;
    this.theirs = theirs;
    this.baselines = baselines;
    List<FileScores> scores = new ArrayList<>(List.of(ours.scores(), baselines.scores()));
    if (theirs != null) {
      scores.add(theirs.scores());
    }
    this.intervals = new Intervals(scores);
  }

  /**
   * @param isAgainst whether another model was asked for, there or not
   * @param more of the object for programs
   */
  public Evaluation evaluation(boolean isAgainst, Map<String, Object> more) {
    Map<String, Object> figures = figures(ours);
    figures.put(Evaluation.BASELINES, ofBaselines());
    figures.putAll(more);
    split.putInto(figures);
    split.leaks().putModel(figures);
    if (isAgainst) {
      Map<String, Object> against = theirs == null ? null : figures(theirs);
      if (against != null) {
        split.leaks().putAgainst(against);
      }
      figures.put(Evaluation.AGAINST, against);
      figures.put(Evaluation.DIFFERENCES, theirs == null ? null : differences());
    }
    return new Evaluation(figures, text(), PerFile.of(split, ours, theirs, baselines));
  }

  private Map<String, Object> figures(Measured of) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("examples", of.scores().sum().count());
    figures.put("files", of.scores().files().size());
    figures.putAll(of.figures());
    figures.putAll(of.details());
    figures.put(Evaluation.INTERVALS, ofMeans(of.scores()));
    if (of.training() != null) {
      Map<String, Object> training = new LinkedHashMap<>();
      training.put("examples", of.training().examples());
      training.putAll(of.training().figures());
      figures.put("training", training);
    } else {
      figures.put("training", null);
    }
    figures.putAll(of.model().facts());
    figures.putAll(Evaluation.origin(of.model()));
    return figures;
  }

  private Map<String, Object> ofMeans(FileScores scores) {
    Map<String, Object> ofMeans = new LinkedHashMap<>();
    scores.figures().forEach(figure -> ofMeans.put(figure, ends(intervals.of(scores, figure))));
    return ofMeans;
  }

  private static List<Double> ends(Bootstrap.Interval interval) {
    return interval == null ? null : List.of(interval.low(), interval.high());
  }

  private Map<String, Object> ofBaselines() {
    Map<String, Object> objects = new LinkedHashMap<>();
    for (String name : baselines.all().stream().map(BaselineFigure::baseline).distinct().toList()) {
      Map<String, Object> figures = new LinkedHashMap<>();
      Map<String, Object> ofMeans = new LinkedHashMap<>();
      for (BaselineFigure figure : baselines.all()) {
        if (figure.baseline().equals(name)) {
          figures.put(figure.figure(), baselines.mean(figure));
          ofMeans.put(figure.figure(), ends(interval(figure)));
        }
      }
      figures.putAll(baselines.others().getOrDefault(name, Map.of()));
      figures.put(Evaluation.INTERVALS, ofMeans);
      objects.put(name, figures);
    }
    return objects;
  }

  private Bootstrap.Interval interval(BaselineFigure figure) {
    return baselines.isKnown(figure) ? intervals.of(baselines.scores(), figure.column()) : null;
  }

  private Map<String, Object> differences() {
    Map<String, Object> differences = new LinkedHashMap<>();
    for (String figure : ours.scores().figures()) {
      Map<String, Object> difference = new LinkedHashMap<>();
      difference.put("difference", difference(figure));
      difference.put("interval", ends(intervalOfDifference(figure)));
      differences.put(figure, difference);
    }
    return differences;
  }

  private double difference(String figure) {
    return ours.figures().get(figure) - theirs.figures().get(figure);
  }

  private Bootstrap.Interval intervalOfDifference(String figure) {
    return intervals.ofDifference(ours.scores(), theirs.scores(), figure);
  }

  private String text() {
    StringBuilder text = new StringBuilder(split.text(ours.scores().files().size()));
    text.append(System.lineSeparator()).append(table(ours)).append(ours.text());
    text.append(System.lineSeparator()).append(tableOfBaselines());
    if (theirs != null) {
      text.append(String.format(Locale.ROOT, "%nagainst %s%n%n", theirs.model().folder().name()));
      text.append(table(theirs)).append(theirs.text());
      text.append(System.lineSeparator()).append(tableOfDifferences());
    }
    return text.toString();
  }

  private TextTable table(Measured of) {
    boolean isBeside = of.training() != null;
    TextTable table =
        isBeside
            ? new TextTable().row("model", split.name(), PERCENT, "training")
            : new TextTable().row("model", split.name(), PERCENT);
    of.figures()
        .forEach(
            (figure, value) -> {
              String interval =
                  of.scores().figures().contains(figure)
                      ? TextTable.interval(intervals.of(of.scores(), figure))
                      : "";
              Double beside = isBeside ? of.training().figures().get(figure) : null;
              table.row(
                  figure,
                  TextTable.number(value),
                  interval,
                  beside == null ? "" : TextTable.number(beside));
            });
    return table;
  }

  private String tableOfBaselines() {
    TextTable table = new TextTable().row("baseline", "", split.name(), PERCENT);
    for (BaselineFigure figure : baselines.all()) {
      table.row(
          figure.baseline(),
          figure.figure(),
          TextTable.number(baselines.mean(figure)),
          TextTable.interval(interval(figure)));
    }
    baselines
        .others()
        .forEach(
            (baseline, figures) ->
                figures.keySet().forEach(name -> addOther(table, baseline, name, figures)));
    ModelCard.Provenance provenance = ours.model().card().provenance();
    return String.format(
        Locale.ROOT,
        "Baselines, counted on the split %s of %s%n%n%s",
        provenance.trainSplit(),
        provenance.dataset(),
        table);
  }

  private static void addOther(
      TextTable table, String baseline, String name, Map<String, Object> figures) {
    if (figures.get(name) instanceof Double value) {
      Bootstrap.Interval interval =
          figures.get(name + BaselineScores.INTERVAL) instanceof List<?> ends
              ? new Bootstrap.Interval((Double) ends.get(0), (Double) ends.get(1))
              : null;
      table.row(baseline, name, TextTable.number(value), TextTable.interval(interval));
    } else if (figures.get(name) instanceof String text) {
      table.row(baseline, name, text);
    }
  }

  private TextTable tableOfDifferences() {
    TextTable table = new TextTable().row("model less against", split.name(), PERCENT);
    for (String figure : ours.scores().figures()) {
      table.row(
          figure,
          TextTable.number(difference(figure)),
          TextTable.interval(intervalOfDifference(figure)));
    }
    return table;
  }
}
