package io.partita.models.musicvae;

import io.partita.model.ModelKind;
import io.partita.model.musicvae.MusicVae;
import io.partita.model.musicvae.MusicVaeScore;
import io.partita.models.EvaluateOptions;
import io.partita.models.Evaluation;
import io.partita.models.Evaluator;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code evaluate} does with a MusicVAE: see {@link DrumEvaluation}. */
public final class EvaluateDrums implements Evaluator<MusicVae> {
  @Option(
      names = "--z",
      paramLabel = "Z",
      description =
          "MusicVAE: z that a slice is decoded from, drawn from its posterior by the slice"
              + " itself, as in training, or mean, the posterior's mean (default:"
              + " ${DEFAULT-VALUE}).")
  private MusicVaeScore.Z z = MusicVaeScore.Z.DRAWN;

  @Override
  public ModelKind<MusicVae> kind() {
    return ModelKinds.MUSICVAE;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A MusicVAE's figures are of a slice; docs/models.md says what each of them is. Beside its",
        "accuracies stand those of simple guesses, counted on the split that it was trained on:",
        "always the most frequent step, the most frequent after the last 1 to 4 steps, and the step"
            + " a",
        "bar earlier (of the steps from the second bar on). Of it --json tells: loss,",
        "reconstruction_nats, kl_nats, kl_bits, accuracy_teacher_forced, accuracy_free_running,",
        "active_z, drums: {kick: {hits, precision, recall} and so on}, z, and of the baselines",
        "majority, markov1 to markov4 and previous_bar accuracy.");
  }

  @Override
  public String whatOthersLack() {
    return "has no latent vector";
  }

  @Override
  public String measuredOn(MusicVae model) {
    return model.steps() + " steps";
  }

  @Override
  public Evaluation run(
      EvaluateOptions options, TrainedModel<MusicVae> model, TrainedModel<MusicVae> against)
      throws Exception {
    return DrumEvaluation.run(options, model, against, z);
  }
}
