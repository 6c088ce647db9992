package io.partita.models.musicvae;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.latent.GaussianMixture;
import io.partita.model.musicvae.AggregatePosterior;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaeScore;
import io.partita.models.EvaluateOptions;
import io.partita.models.Evaluation;
import io.partita.models.FileChoice;
import io.partita.models.evaluation.BaselineScores;
import io.partita.models.evaluation.EvaluatedSplit;
import io.partita.models.evaluation.EvaluationReport;
import io.partita.models.evaluation.Measured;
import io.partita.models.evaluation.SameExamples;
import io.partita.models.evaluation.TrainingData;
import io.partita.run.Suspects;
import io.partita.training.TrainedModel;
import io.partita.training.examples.Examples;
import io.partita.training.examples.FileExample;
import io.partita.training.examples.FileScores;
import io.partita.training.examples.Scoring;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What {@code evaluate} does with a MusicVAE: it encodes and decodes a split's slices, and sets
 * beside them what simple models make of the same slices ({@link SliceBaselines}), counted on the
 * very slices that the model was trained on.
 */
final class SliceEvaluation {
  /** The information in z is estimated of so many slices; time goes with their square. */
  private static final long MOST_POSTERIORS = 2_048;

  private final EvaluateOptions options;
  private final TrainedModel<MusicVae> model;
  private final TrainedModel<MusicVae> against;
  private final MusicVaeScore.Z z;
  private final String dataset;
  private final TrainingData beside;
  private final Lake lake;
  private final SparkSession session;
  private final JavaSparkContext spark;

  private SliceEvaluation(
      EvaluateOptions options,
      TrainedModel<MusicVae> model,
      TrainedModel<MusicVae> against,
      MusicVaeScore.Z z,
      String dataset,
      Lake lake,
      SparkSession session) {
    this.options = options;
    this.model = model;
    this.against = against;
    this.z = z;
    this.dataset = dataset;
    this.beside = new TrainingData(dataset, options.split());
    this.lake = lake;
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /**
   * @param against a model of slices of the same length, or null
   */
  static Evaluation run(
      EvaluateOptions options,
      TrainedModel<MusicVae> model,
      TrainedModel<MusicVae> against,
      MusicVaeScore.Z z)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, against, lake, LakeTable.MIDI_SOURCES);
    LearntSlices.of(model).require(lake, dataset);
    try (SparkSession session = options.session(dataset)) {
      return new SliceEvaluation(options, model, against, z, dataset, lake, session).evaluation();
    }
  }

  private Evaluation evaluation() throws Exception {
    SliceExamples slices = LearntSlices.of(model).uncapped().of(session, lake, dataset);
    options.requireSplit(dataset, slices.countBySplit());
    Examples train = training(model, slices);
    Examples held = slices.of(options.split());
    JavaRDD<FileExample> byFile = slices.byFile(options.split());
    Measured ours = measured(model, held, byFile, train);
    Measured theirs =
        against == null ? null : measured(against, held, byFile, training(against, slices));
    BaselineScores baselines = SliceBaselines.scores(spark, model.model().form(), train, byFile);
    EvaluatedSplit split =
        new EvaluatedSplit(
            options.split(),
            dataset,
            SliceExamples.FILE,
            String.format(Locale.ROOT, "%,d slices of %d bars", held.count(), model.model().bars()),
            "",
            "slices",
            held.leftOut().getOrDefault(Suspects.FILES, 0L),
            train.count() == 0
                ? null
                : SameExamples.count(held.byNumber().values(), train.byNumber().values()));
    return new EvaluationReport(split, ours, theirs, baselines)
        .evaluation(options.isAgainst(), Map.of("z", z.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * The slices that a model was trained on; none, with a word, where the lake has none of them.
   *
   * @param measured those of the data set that is evaluated on
   */
  private Examples training(TrainedModel<MusicVae> of, SliceExamples measured) throws Exception {
    LearntSlices learnt = LearntSlices.of(of);
    SliceExamples trained =
        beside.of(
            of,
            learnt.cap() == null && learnt.choice().equals(FileChoice.of(model)),
            measured,
            from -> {
              learnt.require(lake, from);
              return learnt.of(session, lake, from);
            });
    return trained == null
        ? Examples.of(spark.emptyRDD(), 0, Map.of())
        : trained.of(of.card().provenance().trainSplit());
  }

  private Measured measured(
      TrainedModel<MusicVae> of, Examples held, JavaRDD<FileExample> byFile, Examples train)
      throws IOException {
    MusicVae network = of.model();
    ComputationGraph weights = of.weights();
    MusicVaeScore.Z from = z;
    FileScores scores =
        Scoring.byFile(
            spark,
            network,
            weights,
            byFile,
            MusicVaeScore.MEANS,
            (loaded, batch) -> MusicVaeScore.each(network, loaded, batch, from));
    AggregatePosterior posterior =
        AggregatePosterior.joined(
            Scoring.each(
                spark,
                network,
                weights,
                held.spread(MOST_POSTERIORS),
                (loaded, batch) -> AggregatePosterior.of(network, loaded, batch)));
    Map<String, Double> figures = new LinkedHashMap<>(network.figures(scores.sum()));
    double information = posterior.informationNats();
    figures.put("mutual_information_bits", information / Math.log(2));
    figures.put("marginal_kl_bits", (posterior.klNats() - information) / Math.log(2));
    Optional<GaussianMixture> prior = FittedPrior.of(of);
    if (prior.isPresent()) {
      double nats = posterior.klNats(prior.get());
      figures.put("kl_nats_fitted", nats);
      figures.put("elbo_nats_fitted", figures.get(MusicVaeScore.RECONSTRUCTION) + nats);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("mutual_information_slices", posterior.slices());
    FoundEvents events = FoundEvents.of(network.form(), scores.sum());
    details.putAll(events.byName());
    return new Measured(
        of,
        scores,
        figures,
        details,
        String.format(
                Locale.ROOT,
                "%d of %d units of z are active; mutual information is of %,d slices, at most %.1f"
                    + " bits%n",
                figures.get(MusicVaeScore.ACTIVE_UNITS).intValue(),
                network.latent(),
                posterior.slices(),
                Math.log(posterior.slices()) / Math.log(2))
            + events.text(),
        training(of, weights, train, held.count()));
  }

  /** As many slices of training, evenly spread. */
  private Measured.Training training(
      TrainedModel<MusicVae> of, ComputationGraph weights, Examples train, long slices)
      throws IOException {
    Examples sample = beside.sample(of, split -> train, slices);
    if (sample == null) {
      return null;
    }
    MusicVae network = of.model();
    MusicVaeScore.Z from = z;
    return new Measured.Training(
        sample.count(),
        network.figures(
            Scoring.of(
                spark,
                network,
                weights,
                sample,
                (loaded, batch) -> MusicVaeScore.of(network, loaded, batch, from))));
  }
}
