package io.partita.kind.musicvae;

import io.partita.model.ExampleScores;
import io.partita.model.ModelKind;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.FileScores;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceScoring;
import io.partita.nn.latent.GaussianMixture;
import io.partita.option.OptionRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code evaluate} does with a MusicVAE: it encodes and decodes a split's slices. */
final class EvaluateSlices implements SliceEvaluator<MusicVae> {
  private static final int MOST_DRAWS = 10_000;

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

  @Override
  public Measured measured(SliceScoring<MusicVae> scoring) throws IOException {
    OptionRange.require(
        draws >= 0 && draws <= MOST_DRAWS, "--iwae must be 0 to " + MOST_DRAWS, draws);
    MusicVae model = scoring.model();
    MusicVaeScore.Z from = z;
    Optional<FittedPrior> prior = FittedPrior.of(scoring.of());
    SliceBounds bounds =
        z == MusicVaeScore.Z.DRAWN
            ? new SliceBounds(
                prior.map(FittedPrior::scale).orElse(PosteriorScale.NONE),
                prior.map(FittedPrior::mixture).orElse(null),
                draws)
            : SliceBounds.NONE;
    List<String> more = new ArrayList<>(List.of(MusicVaeScore.HISTORY));
    more.addAll(bounds.names());
    List<String> means = new ArrayList<>(MusicVaeScore.MEANS);
    means.addAll(more);
    FileScores scores =
        scoring.scores(
            means,
            (network, batch) -> {
              ExampleScores each = MusicVaeScore.each(model, network, batch, from);
              each =
                  each.with(
                      MusicVaeScore.HISTORY,
                      MusicVaeScore.historyNats(model, network, batch, from));
              for (Map.Entry<String, double[]> bound :
                  bounds.of(model, network, batch).entrySet()) {
                each = each.with(bound.getKey(), bound.getValue());
              }
              return each;
            });
    Map<String, Double> figures = figures(model, scores.sum());
    more.forEach(figure -> figures.put(figure, scores.sum().mean(figure)));
    if (prior.isPresent()) {
      double nats = klNats(scoring, prior.get().mixture());
      figures.put("kl_nats_fitted", nats);
      if (z == MusicVaeScore.Z.DRAWN) {
        figures.put("elbo_nats_fitted", figures.get(MusicVaeScore.RECONSTRUCTION) + nats);
      }
    }
    EventPrecisionRecall events = EventPrecisionRecall.of(model.form(), scores.sum());
    return new Measured(
        scoring.of(),
        z == MusicVaeScore.Z.DRAWN ? scores : scores.without(MusicVaeScore.OF_DRAWN),
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

  /** Those that a z of this choice has. */
  private Map<String, Double> figures(MusicVae model, PredictionSums score) {
    Map<String, Double> figures = new LinkedHashMap<>(model.figures(score));
    if (z == MusicVaeScore.Z.MEAN) {
      figures.keySet().removeAll(MusicVaeScore.OF_DRAWN);
    }
    return figures;
  }

  /** The divergence from a prior, mean over slices, estimated with one z of each. */
  private static double klNats(SliceScoring<MusicVae> scoring, GaussianMixture prior) {
    MusicVae model = scoring.model();
    List<double[]> sums =
        scoring.each(
            (network, batch) -> {
              AggregatePosterior posterior = AggregatePosterior.of(model, network, batch);
              return new double[] {posterior.klNats(prior) * batch.size(), batch.size()};
            });
    return sums.stream().mapToDouble(sum -> sum[0]).sum()
        / sums.stream().mapToDouble(sum -> sum[1]).sum();
  }
}
