package io.partita.models.rvq;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.Mistake;
import io.partita.StoredName;
import io.partita.UserException;
import io.partita.codec.NearestEntry;
import io.partita.lake.Lake;
import io.partita.lake.WriterLock;
import io.partita.lake.run.RunIdentity;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Version;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.Metric;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.ProvenanceBuilder;
import io.partita.model.rvq.Rvq;
import io.partita.models.TrainingRuns;
import io.partita.picture.CurvePoint;
import io.partita.picture.TrainingCurves;
import io.partita.training.ModelKinds;
import io.partita.training.quantizer.QuantizerTraining;
import io.partita.training.quantizer.StageFigures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The archive of a quantiser in training: the card and the codebooks after each stage. */
final class RvqCheckpoints implements QuantizerTraining.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RvqOptions options;
  private final ModelFolder folder;
  private final Lake lake;
  private final WriterLock lock;
  private final String runId;
  private final ProvenanceBuilder provenance;
  private final List<Metric> metrics = new ArrayList<>();
  private final Instant started;
  private ModelCard card;
  private Rvq model;
  private long frames;
  private ContentHashes learntFrom;

  /** Once they are written. */
  private ModelCard.LearntFiles learnt;

  private float[][] held;
  private double heldEnergy;
  private double secondsBefore;
  private float[] done = new float[0];

  RvqCheckpoints(
      RvqOptions options,
      FrameSource source,
      Lake lake,
      ModelFolder folder,
      WriterLock lock,
      SparkSession spark,
      String datasetRun,
      Instant started) {
    this.options = options;
    this.lake = lake;
    this.folder = folder;
    this.lock = lock;
    this.started = started;
    String command = ModelKinds.RVQ.trainCommand();
    Map<String, Object> decisive = StoredName.ofKeys(options.decisive(source));
    this.runId = RunIdentity.ofDataset(command, decisive, options.dataset, datasetRun).runId();
    this.provenance =
        new ProvenanceBuilder()
            .command(command)
            .version(Version.current())
            .runId(runId)
            .lake(options.lake.folder)
            .dataset(options.dataset)
            .datasetRun(datasetRun)
            .options(decisive)
            .sparkMaster(spark.sparkContext().master())
            .startedAt(started);
  }

  /**
   * Settles what is trained, and looks for stages that are finished.
   *
   * @param files that are learnt from
   * @param validation normalised; may be empty, and is changed from now on
   * @throws UserException where the folder has another run's model
   */
  void begin(Rvq of, long trainFrames, ContentHashes files, float[][] validation)
      throws IOException {
    model = of;
    learntFrom = files;
    frames = trainFrames;
    held = validation;
    provenance.examples(frames).validationExamples(held.length);
    heldEnergy = squares(held);
    if (!options.resume || !folder.exists()) {
      return;
    }
    ModelCard found = folder.card();
    if (!found.provenance().runId().equals(runId)) {
      if (options.replace) {
        return;
      }
      throw new UserException(
          Mistake.NOT_RESUMABLE,
          "The model in "
              + folder.name()
              + " comes from another run: resume with the same data and options, put another in its"
              + " place with --replace, or give another --model.");
    }
    Rvq stored = ModelKinds.RVQ.model(found.description());
    if (stored.stages() > model.stages()
        || stored.dimension() != model.dimension()
        || stored.entries() != model.entries()) {
      throw folder.damaged("its card is not one that its own run writes", null);
    }
    done = folder.weights(found.used(), stored.parameters(), false).parameters();
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
  }

  /** Codebooks that are there already: [stages][entries][dimension]. */
  float[] done() {
    return done.clone();
  }

  @Override
  public void iterated(int stage, int iteration, double relativeMse) {
    System.err.printf(
        Locale.ROOT,
        "Stage %d of %d, iteration %d: relative MSE %.5f%n",
        stage,
        model.stages(),
        iteration,
        relativeMse);
  }

  @Override
  public void finished(StageFigures figures, float[] books) throws IOException {
    lock.requireHeld();
    int length = model.entries() * model.dimension();
    subtract(Arrays.copyOfRange(books, books.length - length, books.length));
    Double validation = heldEnergy > 0 ? squares(held) / heldEnergy : null;
    System.err.printf(
        Locale.ROOT,
        "Stage %d is done: relative MSE %.4f, validation %s, %,d entries began again%n",
        figures.stage(),
        figures.relativeMse(),
        validation == null ? "none" : String.format(Locale.ROOT, "%.4f", validation),
        figures.restarted());
    long iterations =
        figures.iterations()
            + (metrics.isEmpty() ? 0 : metrics.get(metrics.size() - 1).iteration());
    double seconds = secondsBefore + Duration.between(started, Instant.now()).toMillis() / 1000.0;
    Metric metric =
        Metric.withoutGradients(
            figures.stage(),
            iterations,
            frames * iterations,
            figures.relativeMse(),
            validation,
            seconds,
            Map.of("restarted", (double) figures.restarted()));
    metrics.add(metric);
    boolean isLast = figures.stage() == model.stages();
    card = card(figures.stage(), metric, isLast, folder.add(iterations, books));
    folder.write(metrics);
    folder.publish(card);
    TrainingRuns.write(lake, folder.name(), card, metrics, Spark.hadoopConfiguration());
  }

  private ModelCard card(int stages, Metric metric, boolean isLast, ModelCard.NetworkFile file)
      throws IOException {
    if (learnt == null) {
      learnt = folder.add(ModelCard.LearntFiles.SHA256, learntFrom);
    }
    ModelCard.State state =
        ModelCard.State.at(
            metric,
            stages,
            0,
            metrics.get(0).loss(),
            isLast ? ModelCard.State.DONE : ModelCard.State.TRAINING);
    return ModelCard.begun(
            Rvq.KIND, JSON.valueToTree(model.with(stages)), provenance.learnt(learnt).build())
        .at(state, file);
  }

  /** The last word, on standard output. */
  void finish() throws IOException {
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
    String title = "rvq on " + card.provenance().dataset() + ": relative MSE by stage";
    String unit = ModelKinds.RVQ.lossUnit();
    folder.write("curves.png", TrainingCurves.png(title, unit, points, Double.NaN));
    if (options.json) {
      System.out.println(JSON.writeValueAsString(card));
      return;
    }
    for (Metric metric : metrics) {
      System.out.printf(
          Locale.ROOT,
          "after %2.0f stages: relative MSE %.4f, validation %s%n",
          metric.epoch(),
          metric.loss(),
          metric.validationLoss() == null
              ? "none"
              : String.format(Locale.ROOT, "%.4f", metric.validationLoss()));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %s on %,d frames, %s%n",
        folder.name(),
        model.title(),
        frames,
        card.state().outcome());
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
