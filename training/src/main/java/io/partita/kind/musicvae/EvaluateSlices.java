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
        "A MusicVAE's figures are of a slice; docs/models.md says what each of them is: elbo_nats,",
        "bits_per_step, loss, reconstruction_nats, kl_nats, kl_bits, accuracy_teacher_forced,",
        "accuracy_free_running, accuracy_free_running_later_bars, z_norm, active_units,",
        "after fit-prior kl_nats_fitted and elbo_nats_fitted, and drums: {kick: {hits, precision,",
        "recall} and so on}, or melody and bass: {onset, pitch, note_off}. With --z mean the"
            + " bounds",
        "elbo_nats, bits_per_step, loss and elbo_nats_fitted are left out. elbo_nats, a bound on"
            + " -ln p, is held against densities in nats:",
        "unigram to fivegram, and bar_trigram, which knows the bar; ngram, first of all, is the"
            + " one",
        "with the lowest loss on the validation split. Accuracies are beside",
        "those of the nearest training slice, of always the most frequent step (majority), the",
        "most frequent one after the last 1 to 4 steps (markov1 to markov4), the first bar for",
        "all bars (copied_bar), and the step a bar earlier (previous_bar, of the steps from the",
        "second bar on). All are counted on what the model was trained on.");
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
