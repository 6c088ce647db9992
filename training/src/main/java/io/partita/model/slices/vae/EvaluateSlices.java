package io.partita.model.slices.vae;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.form.SliceForm;
import io.partita.lake.file.Json;
import io.partita.model.ExampleScores;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.examples.FileScores;
import io.partita.model.slices.DrawnSlices;
import io.partita.model.slices.SliceBaselines;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceScoring;
import io.partita.model.train.TrainedModel;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code model evaluate} does with an autoencoder of slices: it encodes and decodes a split's
 * slices.
 */
public final class EvaluateSlices<M extends SliceVae> implements SliceEvaluator<int[], M> {
  private final SliceVaeKind<M> kind;
  private final Bar bar;

  /**
   * What a release must reach: of slices of a form these figures, of others fewer nats than any
   * n-gram and a better accuracy than the nearest training slice.
   *
   * @param form of the slices
   * @param mostNats of the tightest bound
   * @param leastFreeRunning accuracy from the mean z
   * @param leastHistoryNats of {@link SliceVaeScore#HISTORY}
   * @param others bounds on figures from the mean z, with {@value #RELEASE_PATHS} paths and {@value
   *     #RELEASE_DRAWN} drawn slices
   */
  public record Bar(
      SliceForm form,
      double mostNats,
      double leastFreeRunning,
      double leastHistoryNats,
      List<Bound> others) {}

  /**
   * A bound on one more figure.
   *
   * @param figure its place in {@code --json}, as {@code melody/onset/f1}
   */
  public record Bound(String figure, double value, boolean isLeast) {
    public static Bound atLeast(String figure, double value) {
      return new Bound(figure, value, true);
    }

    public static Bound atMost(String figure, double value) {
      return new Bound(figure, value, false);
    }

    private Held held(JsonNode figures) {
      JsonNode found = figures.at("/" + figure);
      return new Held(figure, found.isNumber() ? found.doubleValue() : null, value, isLeast);
    }
  }

  private static final int MOST_DRAWS = 10_000;

  /** Of z of a slice, for a release. */
  private static final int RELEASE_DRAWS = 64;

  private static final int RELEASE_PATHS = 200;
  private static final int RELEASE_DRAWN = 1024;

  /** The divergence from a fitted prior, estimated with one z of each slice. */
  private static final String KL_FITTED = "kl_nats_fitted";

  @Option(
      names = "--z",
      paramLabel = "Z",
      description = "Source of z: drawn from posterior, or mean (default: drawn).")
  private SliceVaeScore.Z z = SliceVaeScore.Z.DRAWN;

  @Option(
      names = "--iwae",
      paramLabel = "K",
      description = "Draws of z for iwae_nats, as 64; slow (default: 0, none).")
  private int draws;

  @Option(
      names = "--paths",
      paramLabel = "N",
      description = "Pairs of slices to interpolate between, as 200 (default: ${DEFAULT-VALUE}).")
  private int paths;

  @Mixin private DrawnSlices.Count drawn = new DrawnSlices.Count();

  public EvaluateSlices(SliceVaeKind<M> kind, Bar bar) {
    this.kind = kind;
    this.bar = bar;
  }

  private EvaluateSlices<M> with(SliceVaeScore.Z from, int of) {
    EvaluateSlices<M> other = new EvaluateSlices<>(kind, bar);
    other.z = from;
    other.draws = of;
    return other;
  }

  @Override
  public SliceVaeKind<M> kind() {
    return kind;
  }

  @Override
  public void check() {
    OptionRange.require(
        draws >= 0 && draws <= MOST_DRAWS, "--iwae must be 0 to " + MOST_DRAWS, draws);
    OptionRange.require(
        paths >= 0 && paths <= MOST_DRAWS, "--paths must be 0 to " + MOST_DRAWS, paths);
    drawn.check();
  }

  @Override
  public String whatOthersLack() {
    return "has no latent vector";
  }

  @Override
  public String measuredOn(M model) {
    return model.measuredOn();
  }

  @Override
  public Map<String, Object> choices() {
    return Map.of("z", z.name().toLowerCase(Locale.ROOT));
  }

  /** The tightest bound, with the prior that {@code generate} draws from, and z at its mean. */
  @Override
  public List<Held> release(EvaluateOptions options, TrainedModel<M> model) throws Exception {
    Map<String, Object> drawn =
        with(SliceVaeScore.Z.DRAWN, RELEASE_DRAWS).run(options, model, null).figures();
    EvaluateSlices<M> ofMean = with(SliceVaeScore.Z.MEAN, 0);
    if (!bar.others().isEmpty()) {
      ofMean.paths = RELEASE_PATHS;
      ofMean.drawn = DrawnSlices.Count.of(RELEASE_DRAWN);
    }
    Map<String, Object> mean = ofMean.run(options, model, null).figures();
    String bound =
        drawn.containsKey(SliceBounds.IWAE_FITTED) ? SliceBounds.IWAE_FITTED : SliceBounds.IWAE;
    Bar wanted = model.model().form().equals(bar.form()) ? bar : baselines(drawn);
    List<Held> held = new ArrayList<>();
    held.add(Held.atMost(bound, drawn, wanted.mostNats()));
    held.add(Held.atLeast(SliceVaeScore.FREE_RUNNING, mean, wanted.leastFreeRunning()));
    held.add(Held.atLeast(SliceVaeScore.HISTORY, drawn, wanted.leastHistoryNats()));
    JsonNode figures = Json.MAPPER.valueToTree(mean);
    wanted.others().forEach(other -> held.add(other.held(figures)));
    return held;
  }

  private Bar baselines(Map<String, Object> figures) {
    JsonNode baselines = Json.MAPPER.valueToTree(figures).path(Evaluation.BASELINES);
    double nats =
        SliceBaselines.DENSITIES.stream()
            .mapToDouble(name -> baselines.path(name).path(SliceBaselines.NATS).asDouble())
            .min()
            .orElseThrow();
    double nearest =
        baselines.path(SliceBaselines.NEAREST).path(SliceBaselines.ACCURACY).asDouble();
    return new Bar(bar.form(), nats, nearest, bar.leastHistoryNats(), List.of());
  }

  @Override
  public Measured measured(SliceScoring<int[], M> scoring) throws IOException {
    M model = scoring.model();
    SliceVaeScore.Z from = z;
    Optional<FittedPrior> prior = FittedPrior.of(scoring.of());
    boolean isDrawn = z == SliceVaeScore.Z.DRAWN;
    SliceBounds bounds =
        new SliceBounds(
            isDrawn
                ? prior.map(FittedPrior::scale).orElse(PosteriorScale.NONE)
                : PosteriorScale.NONE,
            prior.map(FittedPrior::mixture).orElse(null),
            isDrawn ? draws : 0);
    List<String> more = new ArrayList<>(List.of(SliceVaeScore.HISTORY));
    more.addAll(bounds.names());
    prior.ifPresent(fitted -> more.add(KL_FITTED));
    List<String> means = new ArrayList<>(SliceVaeScore.MEANS);
    means.addAll(more);
    FileScores scores =
        scoring.scores(means, (network, batch) -> scores(model, network, batch, from, bounds));
    Map<String, Double> figures = figures(model, scores.sum());
    more.forEach(figure -> figures.put(figure, scores.sum().mean(figure)));
    if (prior.isPresent() && isDrawn) {
      figures.put(
          "elbo_nats_fitted", figures.get(SliceVaeScore.RECONSTRUCTION) + figures.get(KL_FITTED));
    }
    List<String> without = new ArrayList<>(List.of(KL_FITTED));
    if (!isDrawn) {
      without.addAll(SliceVaeScore.OF_DRAWN);
    }
    EventPrecisionRecall events = EventPrecisionRecall.of(model.form(), scores.sum());
    Map<String, Object> details = new LinkedHashMap<>(events.byName());
    StringBuilder made = new StringBuilder();
    List<int[]> ends =
        paths == 0 ? List.of() : scoring.held().spread(2L * paths).byNumber().values().collect();
    if (ends.size() > 1) {
      LatentPaths found = LatentPaths.of(model, scoring.weights(), ends);
      details.put("interpolation", found.fields());
      made.append(found.text());
    }
    Optional<DrawnSlices> slices = drawn.of(scoring);
    slices.ifPresent(found -> details.putAll(found.fields()));
    slices.ifPresent(found -> made.append(found.text()));
    return new Measured(
        scoring.of(),
        scores.without(without),
        figures,
        details,
        String.format(
                Locale.ROOT,
                "%d of %d units of z are active%n",
                figures.get(SliceVaeScore.ACTIVE_UNITS).intValue(),
                model.latent())
            + events.text()
            + made,
        scoring.training(
            (network, batch) -> SliceVaeScore.of(model, network, batch, from),
            score -> figures(model, score)));
  }

  @Override
  public BaselineScores baselines(
      JavaSparkContext spark,
      M model,
      Examples<int[]> train,
      Examples<int[]> validation,
      JavaRDD<FileExample<int[]>> byFile) {
    return SliceBaselines.scores(spark, model.form(), train, validation, byFile);
  }

  /** Of each slice all that is asked for, from one encoding. */
  private static ExampleScores scores(
      SliceVae model,
      ComputationGraph network,
      List<int[]> slices,
      SliceVaeScore.Z from,
      SliceBounds bounds) {
    SliceVaeScore.Scored scored = SliceVaeScore.scored(model, network, slices, from);
    AggregatePosterior posterior = AggregatePosterior.of(slices, scored.posterior());
    ExampleScores each = scored.each();
    each =
        each.with(SliceVaeScore.HISTORY, SliceVaeScore.historyNats(model, network, slices, scored));
    for (Map.Entry<String, double[]> bound :
        bounds.of(model, network, slices, posterior).entrySet()) {
      each = each.with(bound.getKey(), bound.getValue());
    }
    return bounds.prior() == null
        ? each
        : each.with(KL_FITTED, posterior.eachKlNats(bounds.prior()));
  }

  /** Those that a z of this choice has. */
  private Map<String, Double> figures(SliceVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(score));
    if (z == SliceVaeScore.Z.MEAN) {
      figures.keySet().removeAll(SliceVaeScore.OF_DRAWN);
    }
    return figures;
  }
}
