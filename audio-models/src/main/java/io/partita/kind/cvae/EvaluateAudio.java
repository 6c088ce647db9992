package io.partita.kind.cvae;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What {@code model evaluate} does with a VAE of audio: see {@link AudioEvaluation}. */
final class EvaluateAudio implements Evaluator<Cvae>, CvaeJob {
  @Override
  public List<String> help() {
    return List.of(
        "A VAE of audio's figures are in nats per value, a mel bin or a sample; docs/models.md",
        "explains them. elbo_nats_per_value bounds -ln of the density. nll_nats_per_value, the",
        "mean of five samples of z, and kl_nats_per_value are its parts. snr_db,",
        "spectral_convergence and log_mel_mae_db are those of the posterior's mean, beside",
        "silence and the vocoder. Intervals are bootstrapped over recordings.",
        "Fields of --json: also active_units, kl_of_units and posterior_collapse. Baselines of",
        "the bound are standard_normal, gaussian and laplace of each window, gaussian_per_band,",
        "and ppca with as many components as z has numbers. ppca_64_window_scale and",
        "ppca_128_window_scale fit their noise to each window. pca's log_mel_mae_db is the",
        "reconstruction of ppca.");
  }

  @Override
  public String measuredOn(Cvae model) {
    AudioInput input = model.input();
    return String.format(
        Locale.ROOT,
        "%s windows of %d x %d at %d Hz",
        input.source(),
        input.bands(),
        input.length(),
        input.sampleRateHz());
  }

  @Override
  public LakeTable table(Cvae model) {
    return LakeTable.MEL;
  }

  @Override
  public void check(Lake lake, String dataset, TrainedModel<Cvae> model) throws IOException {
    AudioExamples.Origin.of(lake, dataset, model.model().input());
    SplitFileOption.of(model).read();
  }

  @Override
  public AudioEvaluation measuring(EvaluationRun run, TrainedModel<Cvae> model) {
    return new AudioEvaluation(run, model);
  }
}
