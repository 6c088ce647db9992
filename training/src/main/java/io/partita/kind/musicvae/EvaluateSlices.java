package io.partita.kind.musicvae;

import io.partita.model.ExampleScores;
import io.partita.model.ModelKind;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.FileScores;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Option;

/** What {@code evaluate} does with a MusicVAE: it encodes and decodes a split's slices. */
final class EvaluateSlices implements SliceEvaluator<MusicVae> {
  private static final int MOST_DRAWS = 10_000;

  /** Of z of a slice, for a release; what it must reach is below. */
  private static final int RELEASE_DRAWS = 64;

  private static final double MOST_NATS = 56;
  private static final double LEAST_FREE_RUNNING = 0.75;
  private static final double LEAST_HISTORY_NATS = 3;

  /** The divergence from a fitted prior, estimated with one z of each slice. */
  private static final String KL_FITTED = "kl_nats_fitted";

  @Option(
      names = "--z",
      paramLabel = "Z",
      description = "MusicVAE: z to decode: drawn from the posterior, or mean (default: drawn).")
  private MusicVaeScore.Z z = MusicVaeScore.Z.DRAWN;

  @Option(
      names = "--iwae",
      paramLabel = "K",
      description = "MusicVAE: draws of z a slice for iwae_nats, as 64; slow (default: 0, none).")
  private int draws;

  EvaluateSlices() {}

  private EvaluateSlices(MusicVaeScore.Z z, int draws) {
    this.z = z;
    this.draws = draws;
  }

  @Override
  public ModelKind<MusicVae> kind() {
    return MusicVaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A MusicVAE's figures are per slice; docs/models.md explains them. elbo_nats, an upper",
        "bound on -ln p, is compared with unigram to fivegram and bar_trigram, which knows the",
        "bar. ngram is the one with the lowest validation loss. The accuracies have their own",
        "baselines. All baselines are counted on the model's training data. --z mean omits the",
        "bounds.",
        "Fields of --json: elbo_nats, bits_per_step, loss, reconstruction_nats, kl_nats,",
        "kl_bits, accuracy_teacher_forced, accuracy_free_running,",
        "accuracy_free_running_later_bars, z_norm, active_units; with a fitted prior",
        "kl_nats_fitted, elbo_nats_fitted and elbo_nats_calibrated; with --iwae iwae_nats and",
        "iwae_nats_fitted, the tightest bounds; history_nats, what another slice's history adds",
        "to a slice's nats: near 0 where the decoder sees z alone; drums: {kick: {hits,",
        "precision, recall}, …}, or melody and bass: {onset, pitch, note_off}. Baselines of",
        "accuracies are nearest (training slice), majority (most frequent step), markov1 to",
        "markov4 (most frequent step after the last 1 to 4), copied_bar (first bar repeated) and",
        "previous_bar (step a bar earlier, from the second bar on).");
  }

  @Override
  public String whatOthersLack() {
    return "has no latent vector";
  }

  @Override
  public String measuredOn(MusicVae model) {
    return model.measuredOn();
  }

  @Override
  public Map<String, Object> choices() {
    return Map.of("z", z.name().toLowerCase(Locale.ROOT));
  }

  /** The tightest bound, with the prior that {@code generate} draws from, and z at its mean. */
  @Override
  public List<Held> release(EvaluateOptions options, TrainedModel<MusicVae> model)
      throws Exception {
    Map<String, Object> drawn =
        new EvaluateSlices(MusicVaeScore.Z.DRAWN, RELEASE_DRAWS)
            .run(options, model, null)
            .figures();
    Map<String, Object> mean =
        new EvaluateSlices(MusicVaeScore.Z.MEAN, 0).run(options, model, null).figures();
    String bound =
        drawn.containsKey(SliceBounds.IWAE_FITTED) ? SliceBounds.IWAE_FITTED : SliceBounds.IWAE;
    return List.of(
        Held.atMost(bound, drawn, MOST_NATS),
        Held.atLeast(MusicVaeScore.FREE_RUNNING, mean, LEAST_FREE_RUNNING),
        Held.atLeast(MusicVaeScore.HISTORY, drawn, LEAST_HISTORY_NATS));
  }

  @Override
  public Measured measured(SliceScoring<MusicVae> scoring) throws IOException {
    OptionRange.require(
        draws >= 0 && draws <= MOST_DRAWS, "--iwae must be 0 to " + MOST_DRAWS, draws);
    MusicVae model = scoring.model();
    MusicVaeScore.Z from = z;
    Optional<FittedPrior> prior = FittedPrior.of(scoring.of());
    boolean isDrawn = z == MusicVaeScore.Z.DRAWN;
    SliceBounds bounds =
        new SliceBounds(
            isDrawn
                ? prior.map(FittedPrior::scale).orElse(PosteriorScale.NONE)
                : PosteriorScale.NONE,
            prior.map(FittedPrior::mixture).orElse(null),
            isDrawn ? draws : 0);
    List<String> more = new ArrayList<>(List.of(MusicVaeScore.HISTORY));
    more.addAll(bounds.names());
    prior.ifPresent(fitted -> more.add(KL_FITTED));
    List<String> means = new ArrayList<>(MusicVaeScore.MEANS);
    means.addAll(more);
    FileScores scores =
        scoring.scores(means, (network, batch) -> scores(model, network, batch, from, bounds));
    Map<String, Double> figures = figures(model, scores.sum());
    more.forEach(figure -> figures.put(figure, scores.sum().mean(figure)));
    if (prior.isPresent() && isDrawn) {
      figures.put(
          "elbo_nats_fitted", figures.get(MusicVaeScore.RECONSTRUCTION) + figures.get(KL_FITTED));
    }
    List<String> without = new ArrayList<>(List.of(KL_FITTED));
    if (!isDrawn) {
      without.addAll(MusicVaeScore.OF_DRAWN);
    }
    EventPrecisionRecall events = EventPrecisionRecall.of(model.form(), scores.sum());
    return new Measured(
        scoring.of(),
        scores.without(without),
        figures,
        new LinkedHashMap<>(events.byName()),
        String.format(
                Locale.ROOT,
                "%d of %d units of z are active%n",
                figures.get(MusicVaeScore.ACTIVE_UNITS).intValue(),
                model.latent())
            + events.text(),
        scoring.training(
            (network, batch) -> MusicVaeScore.of(model, network, batch, from),
            score -> figures(model, score)));
  }

  /** Of each slice all that is asked for, from one encoding. */
  private static ExampleScores scores(
      MusicVae model,
      ComputationGraph network,
      List<int[]> slices,
      MusicVaeScore.Z from,
      SliceBounds bounds) {
    MusicVaeScore.Scored scored = MusicVaeScore.scored(model, network, slices, from);
    AggregatePosterior posterior = AggregatePosterior.of(model, slices, scored.posterior());
    ExampleScores each = scored.each();
    each =
        each.with(
            MusicVaeScore.HISTORY, MusicVaeScore.historyNats(model, network, slices, from, each));
    for (Map.Entry<String, double[]> bound :
        bounds.of(model, network, slices, posterior).entrySet()) {
      each = each.with(bound.getKey(), bound.getValue());
    }
    return bounds.prior() == null
        ? each
        : each.with(KL_FITTED, posterior.eachKlNats(bounds.prior()));
  }

  /** Those that a z of this choice has. */
  private Map<String, Double> figures(MusicVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(score));
    if (z == MusicVaeScore.Z.MEAN) {
      figures.keySet().removeAll(MusicVaeScore.OF_DRAWN);
    }
    return figures;
  }
}
