package io.partita.model.run;

import io.partita.lake.run.RunningCommand;
import io.partita.model.archive.EventFile;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.train.EpochObserver;
import io.partita.model.train.Training;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Tells of a training: live, and after a checkpoint in the lake's table training_runs and as a
 * picture of the curves.
 */
final class TrainingReport implements Training.Listener, AutoCloseable {
  private static final long CURVES_EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  private final ModelRun run;
  private final boolean isForTensorboard;
  private final EpochObserver observer;

  private long drawnNanos = System.nanoTime();

  /**
   * @param run whose folder is trained into
   * @param isForTensorboard whether metrics are written as events, too
   * @param observer is told of epochs
   */
  TrainingReport(ModelRun run, boolean isForTensorboard, EpochObserver observer) {
    this.run = run;
    this.isForTensorboard = isForTensorboard;
    this.observer = observer;
  }

  @Override
  public void trained(Metric metric, int epochs, double secondsLeft) {
    RunningCommand.step("Training", "epochs", metric.epoch(), epochs, secondsLeft);
    boolean isEpochEnd =
        metric.epoch() == Math.rint(metric.epoch()) || !metric.validation().isEmpty();
    String line = line(metric, epochs, secondsLeft);
    if (!isEpochEnd) {
      JobLog.draft(line);
      return;
    }
    JobLog.say(line);
    if (!metric.validation().isEmpty()) {
      JobLog.say(figures("training", metric.training()));
      JobLog.say(figures("validation", metric.validation()));
    }
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
        run.lossUnit(),
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
    JobLog.say("Replacing another model. " + why);
  }

  @Override
  public void measured(ModelCard card, List<Metric> metrics) throws IOException {
    if (isForTensorboard) {
      Instant start = Instant.parse(card.provenance().startedAt());
      run.folder().write(EventFile.NAME, EventFile.bytes(start, run.lossUnit(), metrics));
    }
  }

  @Override
  public void saved(ModelCard card, List<Metric> metrics) throws IOException {
    run.writeRows(card, metrics);
    boolean isOver = !card.state().outcome().equals(ModelCard.State.TRAINING);
    boolean isTime = System.nanoTime() - drawnNanos > CURVES_EVERY_NANOS && !metrics.isEmpty();
    if (isOver || isTime) {
      drawnNanos = System.nanoTime();
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
    String title = card.kind() + " on " + card.provenance().dataset();
    double best = card.best() == null ? Double.NaN : card.best().epoch();
    LossCurve curve = new LossCurve(title, run.lossUnit(), metrics, best);
    run.folder().write(LossCurve.PNG, curve.png());
    run.folder().write(LossCurve.SVG, curve.svg());
  }

  /** The last word, for people. */
  String text(ModelCard card) {
    ModelCard.State state = card.state();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s, %,d parameters, %d epochs, %,d iterations, %s",
            run.folder().name(),
            card.kind(),
            card.network().parameters(),
            state.epoch(),
            state.iteration(),
            state.outcome()));
    if (card.best() != null) {
      lines.add("Best: " + ModelText.best(card));
    }
    lines.addAll(LeftOut.lines(card.provenance()));
    lines.add("Curves: " + run.folder().file(LossCurve.PNG));
    return String.join(System.lineSeparator(), lines);
  }

  @Override
  public void close() {
    JobLog.keepDraft();
  }
}
