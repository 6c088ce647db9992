package io.partita.kind.rvq;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.codec.NearestEntry;
import io.partita.lake.file.Json;
import io.partita.lake.run.RunningCommand;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.run.LossCurve;
import io.partita.model.run.ModelRun;
import io.partita.output.Answer;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The archive of a quantiser in training: the card and the codebooks after each stage. */
final class RvqCheckpoints implements QuantizerTraining.Listener {

  private final ModelRun run;
  private final RvqOptions options;
  private final Rvq model;
  private final ModelCard.Provenance provenance;
  private final float[][] held;
  private final double heldEnergy;
  private final List<Metric> metrics = new ArrayList<>();
  private ModelCard card;
  private double secondsBefore;

  /**
   * @param provenance of the model, with the number of its frames
   * @param validation normalised; may be empty, and is changed from now on
   */
  RvqCheckpoints(
      ModelRun run,
      RvqOptions options,
      Rvq model,
      ModelCard.Provenance provenance,
      float[][] validation) {
    this.run = run;
    this.options = options;
    this.model = model;
    this.provenance = provenance;
    this.held = validation;
    this.heldEnergy = squares(held);
  }

  /**
   * Goes on after the stages that an earlier run finished, where it is asked to.
   *
   * @return their codebooks: [stages][entries][dimension]
   * @throws UserException where the folder has another run's model
   */
  float[] resumed() throws IOException {
    ModelFolder folder = run.folder();
    if (!options.resume || !folder.exists()) {
      return new float[0];
    }
    ModelCard found = folder.card();
    if (!found.provenance().runId().equals(provenance.runId())) {
      if (options.replace) {
        return new float[0];
      }
      throw new UserException(
          Mistake.NOT_RESUMABLE,
          "The model in "
              + folder.name()
              + " comes from another run: resume with the same data and options, put another in its"
              + " place with --replace, or give another --model.");
    }
    Rvq stored = RvqKind.KIND.model(found.description());
    if (stored.stages() > model.stages()
        || stored.dimension() != model.dimension()
        || stored.entries() != model.entries()) {
      throw folder.damaged("its card is not one that its own run writes", null);
    }
    float[] done = folder.weights(found.used(), stored.parameters(), false).parameters();
    card = found;
    secondsBefore = found.state().seconds();
    List<Metric> written = folder.metrics();
    if (written.size() < stored.stages()) {
      throw folder.damaged("it has metrics of fewer stages than its card has", null);
    }
    // metrics are written before the card: a run that ends between has those of one stage more
    metrics.addAll(written.subList(0, stored.stages()));
    int length = model.entries() * model.dimension();
    for (int stage = 0; stage < stored.stages(); stage++) {
      subtract(Arrays.copyOfRange(done, stage * length, (stage + 1) * length));
    }
    return done;
  }

  @Override
  public void iterated(int stage, int iteration, double relativeMse) {
    RunningCommand.step("Training", "stages", stage - 1, model.stages(), Double.NaN);
    JobLog.sayf(
        "Stage %d of %d, iteration %d: relative MSE %.5f",
        stage, model.stages(), iteration, relativeMse);
  }

  @Override
  public void finished(StageFigures figures, float[] books) throws IOException {
    int length = model.entries() * model.dimension();
    subtract(Arrays.copyOfRange(books, books.length - length, books.length));
    Double validation = heldEnergy > 0 ? squares(held) / heldEnergy : null;
    long iterations =
        figures.iterations()
            + (metrics.isEmpty() ? 0 : metrics.get(metrics.size() - 1).iteration());
    Metric metric =
        Metric.at(figures.stage(), iterations, provenance.examples() * iterations)
            .loss(figures.relativeMse())
            .validationLoss(validation)
            .secondsAndTheirMean(secondsBefore + run.seconds())
            .schedules(Map.of("restarted", (double) figures.restarted()))
            .build();
    JobLog.sayf(
        "Stage %d is done: relative MSE %.4f, validation %s, %,d entries began again",
        figures.stage(), figures.relativeMse(), LossCurve.validation(metric), figures.restarted());
    metrics.add(metric);
    boolean isLast = figures.stage() == model.stages();
    ModelCard.State state =
        ModelCard.State.at(
            metric,
            figures.stage(),
            0,
            0,
            metrics.get(0).loss(),
            isLast ? ModelCard.State.DONE : ModelCard.State.TRAINING);
    ModelCard stages =
        ModelCard.begun(Rvq.KIND, Json.MAPPER.valueToTree(model.with(figures.stage())), provenance);
    card = run.publish(stages, state, books, metrics);
  }

  /**
   * Draws the curve and has the last word, on standard output.
   *
   * @return the exit code
   */
  int finish() throws IOException {
    String title = "rvq on " + provenance.dataset() + ": relative MSE by stage";
    LossCurve curve = new LossCurve(title, run.lossUnit(), metrics, Double.NaN);
    run.folder().write(LossCurve.PNG, curve.png());
    return Answer.print(options.json, card, this::text);
  }

  private String text(ModelCard trained) {
    List<String> lines = new ArrayList<>();
    for (Metric metric : metrics) {
      lines.add(
          String.format(
              Locale.ROOT,
              "after %2.0f stages: relative MSE %.4f, validation %s",
              metric.epoch(),
              metric.loss(),
              LossCurve.validation(metric)));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s on %,d frames, %s",
            run.folder().name(),
            model.title(),
            provenance.examples(),
            trained.state().outcome()));
    return String.join(System.lineSeparator(), lines);
  }

  private void subtract(float[] book) {
    NearestEntry nearest = new NearestEntry(book, model.entries(), model.dimension());
    for (float[] frame : held) {
      int entry = nearest.find(frame, 0);
      for (int i = 0; i < frame.length; i++) {
        frame[i] -= book[entry * model.dimension() + i];
      }
    }
  }

  private static double squares(float[][] frames) {
    double sum = 0;
    for (float[] frame : frames) {
      for (float value : frame) {
        sum += (double) value * value;
      }
    }
    return sum;
  }
}
