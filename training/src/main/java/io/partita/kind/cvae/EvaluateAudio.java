package io.partita.kind.cvae;

import io.partita.model.ModelKind;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Locale;

/** What {@code evaluate} does with a VAE of audio: see {@link AudioEvaluation}. */
final class EvaluateAudio implements Evaluator<Cvae> {
  @Override
  public ModelKind<Cvae> kind() {
    return CvaeKind.KIND;
  }

  @Override
  public List<String> help() {
    return List.of(
        "A VAE of audio's figures are nats a value, a mel bin or a sample: elbo_nats_per_value, a"
            + " bound",
        "on -ln of the density, with nll_nats_per_value, the mean of five draws of z, and",
        "kl_nats_per_value; docs/models.md says what each of them is. From the posterior's mean"
            + " come",
        "snr_db, spectral_convergence and log_mel_mae_db, beside silence and, of mel, what the"
            + " vocoder",
        "makes of the window itself. Also active_units, kl_of_units and posterior_collapse. The"
            + " bound is",
        "held against densities: standard_normal, gaussian and laplace of each window, and",
        "gaussian_per_band, and ppca, of as many principal components as z has numbers; their",
        "reconstruction is pca's log_mel_mae_db. Intervals are by bootstrap over recordings.");
  }

  @Override
  public String measuredOn(Cvae model) {
    CvaeInput input = model.input();
    return String.format(
        Locale.ROOT,
        "%s windows of %d x %d at %d Hz",
        input.source(),
        input.bands(),
        input.length(),
        input.sampleRateHz());
  }

  @Override
  public Evaluation run(
      EvaluateOptions options, TrainedModel<Cvae> model, TrainedModel<Cvae> against)
      throws Exception {
    return AudioEvaluation.run(options, model, against);
  }
}
