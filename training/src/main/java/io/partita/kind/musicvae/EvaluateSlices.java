package io.partita.kind.musicvae;

import io.partita.model.ModelKind;
import io.partita.model.PredictionSums;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.FileScores;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceScoring;
import io.partita.nn.latent.GaussianMixture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code evaluate} does with a MusicVAE: it encodes and decodes a split's slices. */
final class EvaluateSlices implements SliceEvaluator<MusicVae> {
  @Option(
      names = "--z",
      paramLabel = "Z",
      description = "MusicVAE: z to decode: drawn from the posterior, or mean (default: drawn).")
  private MusicVaeScore.Z z = MusicVaeScore.Z.DRAWN;

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
        "kl_nats_fitted and elbo_nats_fitted; drums: {kick: {hits, precision, recall}, …}, or",
        "melody and bass: {onset, pitch, note_off}. Baselines of accuracies are nearest",
        "(training slice), majority (most frequent step), markov1 to markov4 (most frequent step",
        "after the last 1 to 4), copied_bar (first bar repeated) and previous_bar (step a bar",
        "earlier, from the second bar on).");
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
    MusicVae model = scoring.model();
    MusicVaeScore.Z from = z;
    FileScores scores =
        scoring.scores(
            MusicVaeScore.MEANS,
            (network, batch) -> MusicVaeScore.each(model, network, batch, from));
    Map<String, Double> figures = figures(model, scores.sum());
    Optional<GaussianMixture> prior = FittedPrior.of(scoring.of());
    if (prior.isPresent()) {
      double nats = klNats(scoring, prior.get());
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
