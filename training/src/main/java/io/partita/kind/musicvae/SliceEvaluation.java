package io.partita.kind.musicvae;

import io.partita.lake.Lake;
import io.partita.lake.run.Suspects;
import io.partita.lake.table.LakeTable;
import io.partita.model.PredictionSums;
import io.partita.model.archive.ModelCard;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.evaluate.TrainingData;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.Scoring;
import io.partita.model.run.FileChoice;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceExamples;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.GaussianMixture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
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
    String dataset = options.dataset(model, lake, LakeTable.MIDI_SOURCES);
    learntSlices(model).require(lake, dataset);
    try (SparkSession session = options.session(dataset)) {
      return new SliceEvaluation(options, model, against, z, dataset, lake, session).evaluation();
    }
  }

  private Evaluation evaluation() throws Exception {
    SliceExamples slices = learntSlices(model).uncapped().of(session, lake, dataset);
    options.requireSplit(dataset, slices.countBySplit());
    Leaks leaks =
        Leaks.of(
            options, ModelCard.LearntFiles.MD5, slices.contents(options.split()), model, against);
    SliceExamples learnt = learnt(model, slices);
    Examples train = split(learnt, model.card().provenance().trainSplit());
    Examples validation = split(learnt, model.card().provenance().validationSplit());
    Examples held = slices.of(options.split());
    JavaRDD<FileExample> byFile = slices.byFile(options.split());
    Measured ours = measured(model, held, byFile, train);
    Measured theirs =
        against == null
            ? null
            : measured(
                against,
                held,
                byFile,
                split(learnt(against, slices), against.card().provenance().trainSplit()));
    BaselineScores baselines =
        SliceBaselines.scores(spark, model.model().form(), train, validation, byFile);
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
                : SameExamples.count(held.byNumber().values(), train.byNumber().values()),
            leaks);
    return new EvaluationReport(split, ours, theirs, baselines)
        .evaluation(options.isAgainst(), Map.of("z", z.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * The slices that a model was trained and validated on; null, with a word, where the lake has
   * none of them.
   *
   * @param measured those of the data set that is evaluated on
   */
  private SliceExamples learnt(TrainedModel<MusicVae> of, SliceExamples measured) throws Exception {
    LearntSlices learnt = learntSlices(of);
    return beside.of(
        of,
        learnt.cap() == null && learnt.choice().equals(FileChoice.of(model)),
        measured,
        from -> {
          learnt.require(lake, from);
          return learnt.of(session, lake, from);
        });
  }

  private static LearntSlices learntSlices(TrainedModel<MusicVae> of) {
    return LearntSlices.of(of, of.model().sliceCut());
  }

  /** Those of a split; none of null. */
  private Examples split(SliceExamples of, String name) {
    return of == null ? Examples.of(spark.emptyRDD(), 0, Map.of()) : of.of(name);
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
    Map<String, Double> figures = figures(network, scores.sum());
    Optional<GaussianMixture> prior = FittedPrior.of(of);
    if (prior.isPresent()) {
      double nats = klNats(network, weights, held, prior.get());
      figures.put("kl_nats_fitted", nats);
      if (z == MusicVaeScore.Z.DRAWN) {
        figures.put("elbo_nats_fitted", figures.get(MusicVaeScore.RECONSTRUCTION) + nats);
      }
    }
    EventPrecisionRecall events = EventPrecisionRecall.of(network.form(), scores.sum());
    return new Measured(
        of,
        z == MusicVaeScore.Z.DRAWN ? scores : scores.without(MusicVaeScore.OF_DRAWN),
        figures,
        new LinkedHashMap<>(events.byName()),
        String.format(
                Locale.ROOT,
                "%d of %d units of z are active%n",
                figures.get(MusicVaeScore.ACTIVE_UNITS).intValue(),
                network.latent())
            + events.text(),
        training(of, weights, train, held.count()));
  }

  /** Those that a z of this choice has. */
  private Map<String, Double> figures(MusicVae network, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>(network.figures(score));
    if (z == MusicVaeScore.Z.MEAN) {
      figures.keySet().removeAll(MusicVaeScore.OF_DRAWN);
    }
    return figures;
  }

  /** The divergence from a prior, mean over slices, estimated with one z of each. */
  private double klNats(
      MusicVae network, ComputationGraph weights, Examples slices, GaussianMixture prior) {
    List<double[]> sums =
        Scoring.each(
            spark,
            network,
            weights,
            slices,
            (loaded, batch) -> {
              AggregatePosterior posterior = AggregatePosterior.of(network, loaded, batch);
              return new double[] {posterior.klNats(prior) * batch.size(), batch.size()};
            });
    return sums.stream().mapToDouble(sum -> sum[0]).sum()
        / sums.stream().mapToDouble(sum -> sum[1]).sum();
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
        figures(
            network,
            Scoring.of(
                spark,
                network,
                weights,
                sample,
                (loaded, batch) -> MusicVaeScore.of(network, loaded, batch, from))));
  }
}
