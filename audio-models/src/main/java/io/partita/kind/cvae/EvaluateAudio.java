package io.partita.kind.cvae;

import io.partita.model.ModelKind;
import io.partita.model.audio.AudioInput;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.job.KindHelp;
import io.partita.model.train.TrainedModel;
import java.util.List;
import java.util.Locale;

/** What {@code model evaluate} does with a VAE of audio: see {@link AudioEvaluation}. */
public final class EvaluateAudio<M extends AudioVae> implements Evaluator<M> {
  private final ModelKind<M> kind;
  private final AudioJudge<M> judge;

  public EvaluateAudio(ModelKind<M> kind, AudioJudge<M> judge) {
    this.kind = kind;
    this.judge = judge;
  }

  @Override
  public ModelKind<M> kind() {
    return kind;
  }

  @Override
  public List<String> help() {
    return KindHelp.text(kind, "evaluate");
  }

  @Override
  public String measuredOn(M model) {
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
  public Evaluation run(EvaluateOptions options, TrainedModel<M> model, TrainedModel<M> against)
      throws Exception {
    return AudioEvaluation.run(judge, options, model, against);
  }
}
