package io.partita.model.slices.vae;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.WriterLock;
import io.partita.lake.run.Spark;
import io.partita.lake.run.Version;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.ModelKinds;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.archive.PriorFile;
import io.partita.model.examples.Examples;
import io.partita.model.examples.Scoring;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.SliceExamples;
import io.partita.model.train.TrainedModel;
import io.partita.nn.device.NativeThreads;
import io.partita.nn.latent.GaussianMixture;
import io.partita.nn.latent.MixtureFit;
import io.partita.option.DeviceOption;
import io.partita.option.JsonOption;
import io.partita.option.LakeOption;
import io.partita.option.OptionRange;
import io.partita.output.Answer;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Fits a density to what an autoencoder encodes of its training slices (Ghosh et al., "From
 * variational to deterministic autoencoders", 2020, section 4). Input: a model archive and the
 * slices of a lake; output: {@code prior.json} in the archive.
 */
@Command(
    name = "model fit-prior",
    description = "Fit a prior to a slice VAE's latents, from which generate then samples.")
public final class FitPrior implements Callable<Integer> {
  /** Slices that are encoded at most, evenly spread: time and memory go with them. */
  private static final long MOST_SLICES = 16_384;

  /** Of validation. */
  private static final long MOST_HELD_OUT = 2_048;

  /** Of these, for the scales of the posterior: each step of the search decodes them all. */
  private static final long MOST_TO_SCALE = 512;

  private static final int MOST_COMPONENTS = 1_000;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Folder of a trained MusicVAE or GPT-VAE of slices, local, hdfs: or s3a:.")
  private String model;

  @Mixin private LakeOption at = new LakeOption();

  @Option(
      names = "--components",
      paramLabel = "N",
      description =
          "Largest number of normal distributions in the mixture (default: ${DEFAULT-VALUE}).")
  private int components = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the fit: same seed, same mixture (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private JsonOption json = new JsonOption();

  /** What was fitted, as {@code --json} prints it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Fitted(
      String model,
      String networkSha256,
      int components,
      int slices,
      int heldOutSlices,
      Double klNatsFitted,
      Double klNats,
      Double meanScale,
      Double deviationScale) {

    String text() {
      return String.format(
              Locale.ROOT,
              "%s: %d normal distributions are fitted to z of %,d slices",
              model,
              components,
              slices)
          + (heldOutSlices == 0
              ? "; none were held out to tell how well"
              : String.format(
                  Locale.ROOT,
                  "; of %,d slices of validation the KL is %.2f nats from them and %.2f from"
                      + " N(0, I). Least bound with mu * %.2f and sigma * %.2f",
                  heldOutSlices,
                  klNatsFitted,
                  klNats,
                  meanScale,
                  deviationScale));
    }
  }

  @Override
  public Integer call() throws Exception {
    OptionRange.require(
        components >= 1 && components <= MOST_COMPONENTS,
        "--components must be 1 to " + MOST_COMPONENTS,
        components);
    Configuration conf = Spark.hadoopConfiguration();
    ModelFolder.at(model, conf).requireWritable();
    TrainedModel<? extends SliceVae> trained = read(conf);
    ModelCard.Provenance provenance = trained.card().provenance();
    Lake lake = at.open();
    String run = lake.runId(provenance.dataset(), LakeTable.MIDI_SOURCES);
    LearntSlices<int[]> learnt = LearntSlices.of(trained);
    learnt.require(lake, provenance.dataset());
    try (WriterLock lock = trained.folder().lock("fit-prior");
        SparkSession session =
            Spark.session(device.conf("fit-prior " + provenance.dataset(), trained))) {
      lock.requireHeld();
      SliceExamples<int[]> slices = learnt.of(session, lake, provenance.dataset());
      return Answer.print(json.isGiven, fit(trained, run, slices, session), Fitted::text);
    }
  }

  @SuppressWarnings("unchecked") // a kind of them makes them
  private TrainedModel<? extends SliceVae> read(Configuration conf) throws IOException {
    List<ModelKind<?>> kinds =
        ModelKinds.all().stream().filter(SliceVaeKind.class::isInstance).toList();
    return (TrainedModel<? extends SliceVae>) TrainedModel.read(kinds, model, conf);
  }

  private Fitted fit(
      TrainedModel<? extends SliceVae> trained,
      String run,
      SliceExamples<int[]> slices,
      SparkSession session)
      throws Exception {
    NativeThreads.use(1);
    ModelCard.Provenance provenance = trained.card().provenance();
    ContentHashes files = slices.contents(provenance.trainSplit());
    trained
        .folder()
        .learnt(trained.card())
        .map(learnt -> files.size() - learnt.countOf(files))
        .filter(others -> others > 0)
        .ifPresent(
            others ->
                JobLog.sayf(
                    "%,d of %,d files of the split %s were not learnt by model %s.",
                    others, files.size(), provenance.trainSplit(), model));
    Examples<int[]> learnt = slices.of(provenance.trainSplit()).spread(MOST_SLICES);
    Examples<int[]> heldOut = slices.of(provenance.validationSplit()).spread(MOST_HELD_OUT);
    requireEnough(learnt.count(), trained.model().latent());
    JobLog.sayf("Encoding %,d slices …", learnt.count() + heldOut.count());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    ComputationGraph weights = trained.weights();
    AggregatePosterior cloud = encoded(spark, trained.model(), weights, learnt);
    GaussianMixture mixture =
        MixtureFit.of(cloud.mu(), cloud.sigma(), components, seed, FitPrior::tell);
    Double fitted = null;
    Double normal = null;
    PosteriorScale scale = null;
    if (heldOut.count() > 0) {
      AggregatePosterior others = encoded(spark, trained.model(), weights, heldOut);
      fitted = others.klNats(mixture);
      normal = others.klNats();
      requireGain(fitted, normal);
      JobLog.say("Fitting two scales of the posterior …");
      scale =
          PosteriorScale.fitted(
              trained.model(),
              weights,
              heldOut.spread(MOST_TO_SCALE).byNumber().values().collect());
    }
    write(trained, run, cloud.slices(), scale, mixture);
    return new Fitted(
        model,
        trained.card().used().sha256(),
        mixture.components().size(),
        cloud.slices(),
        (int) heldOut.count(),
        fitted,
        normal,
        scale == null ? null : scale.mean(),
        scale == null ? null : scale.deviation());
  }

  private void requireEnough(long slices, int size) {
    int least = MixtureFit.leastPosteriors(components, size);
    if (slices < least) {
      throw new UserException(
          Mistake.TOO_FEW_EXAMPLES,
          String.format(
              Locale.ROOT,
              "%d components of z of %d numbers need %,d slices, and there are %,d: fewer"
                  + " --components need fewer.",
              components,
              size,
              least,
              slices));
    }
  }

  private static AggregatePosterior encoded(
      JavaSparkContext spark, SliceVae model, ComputationGraph weights, Examples<int[]> slices) {
    return AggregatePosterior.joined(
        Scoring.each(
            spark,
            model,
            weights,
            slices,
            (loaded, batch) -> AggregatePosterior.of(model, loaded, batch)));
  }

  private static void tell(int iteration) {
    if (iteration % 10 == 0) {
      JobLog.sayf("Fitting: iteration %d of %d", iteration, MixtureFit.ITERATIONS);
    }
  }

  /** A mixture that has learnt its slices by heart is of no use. */
  private void requireGain(double fitted, double normal) {
    if (!(fitted < normal)) {
      throw new UserException(
          Mistake.TOO_FEW_EXAMPLES,
          String.format(
              Locale.ROOT,
              "Of slices of validation the KL is %.2f nats from %d fitted components and %.2f from"
                  + " N(0, I): nothing is written; try fewer --components.",
              fitted,
              components,
              normal));
    }
  }

  private static void write(
      TrainedModel<? extends SliceVae> trained,
      String run,
      int slices,
      PosteriorScale scale,
      GaussianMixture mixture)
      throws IOException {
    ModelCard.Provenance provenance = trained.card().provenance();
    trained
        .folder()
        .write(
            PriorFile.NAME,
            new PriorFile(
                    trained.card().used().sha256(),
                    provenance.dataset(),
                    run,
                    provenance.trainSplit(),
                    slices,
                    Version.current(),
                    scale == null ? null : scale.mean(),
                    scale == null ? null : scale.deviation(),
                    mixture.components())
                .bytes());
  }
}
