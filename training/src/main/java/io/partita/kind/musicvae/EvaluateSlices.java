package io.partita.kind.musicvae;

import io.partita.model.ModelKind;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code evaluate} does with a MusicVAE: see {@link SliceEvaluation}. */
final class EvaluateSlices implements Evaluator<MusicVae> {
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
  public Evaluation run(
      EvaluateOptions options, TrainedModel<MusicVae> model, TrainedModel<MusicVae> against)
      throws Exception {
    return SliceEvaluation.run(options, model, against, z);
  }
}
