package io.partita.models;

import io.partita.lake.Lake;
import io.partita.lake.file.Json;
import io.partita.model.archive.EventFile;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.picture.CurvePoint;
import io.partita.picture.TrainingCurves;
import io.partita.terminal.Screen;
import io.partita.training.EpochObserver;
import io.partita.training.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Tells of a training: live on standard error, after each checkpoint in the lake's table
 * training_runs, at the end as a picture of the curves.
 */
final class TrainingReport implements Training.Listener, AutoCloseable {
  private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long FRAME_EVERY_NANOS = Duration.ofMillis(300).toNanos();

  private final Lake lake;
  private final ModelFolder folder;
  private final Configuration conf;
  private final String lossUnit;
  private final boolean isForTensorboard;
  private final EpochObserver observer;

  @SuppressWarnings("SystemConsoleNull") // Partita runs on Java 17 only
  private final boolean isTerminal = System.console() != null;

  private long shownNanos = System.nanoTime() - LINE_EVERY_NANOS;
  private boolean isLineOpen;

  /**
   * @param lossUnit of the model's kind
   * @param isForTensorboard whether metrics are written as events, too
   * @param observer is told of epochs
   */
  TrainingReport(
      Lake lake,
      ModelFolder folder,
      Configuration conf,
      String lossUnit,
      boolean isForTensorboard,
      EpochObserver observer) {
    this.lake = lake;
    this.folder = folder;
    this.conf = conf;
    this.lossUnit = lossUnit;
    this.isForTensorboard = isForTensorboard;
    this.observer = observer;
  }

  @Override
  public void trained(Metric metric, int epochs, double secondsLeft) {
    boolean isEpochEnd =
        metric.epoch() == Math.rint(metric.epoch()) || !metric.validation().isEmpty();
    long since = System.nanoTime() - shownNanos;
    if (isEpochEnd || since > (isTerminal ? FRAME_EVERY_NANOS : LINE_EVERY_NANOS)) {
      shownNanos = System.nanoTime();
      show(line(metric, epochs, secondsLeft), isEpochEnd);
      if (!metric.validation().isEmpty()) {
        show(figures("training", metric.training()), true);
        show(figures("validation", metric.validation()), true);
      }
    }
  }

  /** On a terminal a line is written over until its epoch has ended. */
  private void show(String line, boolean isEpochEnd) {
    String start = isLineOpen ? "\r\u001b[K" : "";
    isLineOpen = isTerminal && !isEpochEnd;
    PrintStream err = Screen.progress();
    err.print(start + line + (isLineOpen ? "" : System.lineSeparator()));
    err.flush();
  }

  private String line(Metric metric, int epochs, double secondsLeft) {
    String validation =
        metric.validationLoss() == null
            ? ""
            : String.format(Locale.ROOT, ", validation %.4f", metric.validationLoss());
    Duration left = Duration.ofSeconds(Math.round(secondsLeft));
    return String.format(
        Locale.ROOT,
        "epoch %.2f of %d, iteration %,d: loss %.4f%s %s; %,.0f examples/s, %d:%02d:%02d left",
        metric.epoch(),
        epochs,
        metric.iteration(),
        metric.loss(),
        validation,
        lossUnit,
        metric.examplesPerS(),
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }

  private static String figures(String split, Map<String, Double> figures) {
    return String.format(Locale.ROOT, "  %-10s ", split)
        + figures.entrySet().stream()
            .map(of -> String.format(Locale.ROOT, "%s %.4g", of.getKey(), of.getValue()))
            .collect(Collectors.joining(", "));
  }

  @Override
  public void replaces(String why) {
    System.err.println("Replacing another model. " + why);
  }

  @Override
  public void measured(ModelCard card, List<Metric> metrics) throws IOException {
    if (isForTensorboard) {
      Instant start = Instant.parse(card.provenance().startedAt());
      folder.write(EventFile.NAME, EventFile.bytes(start, lossUnit, metrics));
    }
  }

  @Override
  public void saved(ModelCard card, List<Metric> metrics) throws IOException {
    TrainingRuns.write(lake, folder.name(), card, metrics, conf);
    if (!card.state().outcome().equals(ModelCard.State.TRAINING)) {
      drawCurves(card, metrics);
    }
  }

  @Override
  public long observed() {
    return observer.observed();
  }

  @Override
  public void trainingBegins(ModelFolder of, Supplier<ComputationGraph> network)
      throws IOException {
    observer.trainingBegins(of, network);
  }

  @Override
  public void epochEnded(ModelFolder of, Metric metric, Supplier<ComputationGraph> network)
      throws IOException {
    observer.epochEnded(of, metric, network);
  }

  @Override
  public void trainingEnded(ModelFolder of) throws IOException {
    observer.trainingEnded(of);
  }

  private void drawCurves(ModelCard card, List<Metric> metrics) throws IOException {
    List<CurvePoint> points =
        metrics.stream()
            .map(
                metric ->
                    new CurvePoint(
                        metric.iteration(),
                        metric.epoch(),
                        metric.loss(),
                        metric.validationLoss() == null ? Double.NaN : metric.validationLoss()))
            .toList();
    String title = card.kind() + " on " + card.provenance().dataset();
    double best = card.best() == null ? Double.NaN : card.best().epoch();
    folder.write("curves.png", TrainingCurves.png(title, lossUnit, points, best));
    folder.write("curves.svg", TrainingCurves.svg(title, lossUnit, points, best));
  }

  /** The last word, on standard output. */
  void finish(ModelCard card, boolean json) throws IOException {
    if (json) {
      System.out.println(Json.MAPPER.writeValueAsString(card));
      return;
    }
    ModelCard.State state = card.state();
    System.out.printf(
        Locale.ROOT,
        "%s: %s, %,d parameters, %d epochs, %,d iterations, %s%n",
        folder.name(),
        card.kind(),
        card.network().parameters(),
        state.epoch(),
        state.iteration(),
        state.outcome());
    if (card.best() != null) {
      System.out.println("Best: " + ModelText.best(card));
    }
    LeftOut.print(card.provenance());
    System.out.printf(Locale.ROOT, "Curves: %s%n", folder.file("curves.png"));
  }

  @Override
  public void close() {
    if (isLineOpen) {
      System.err.println();
    }
  }
}
