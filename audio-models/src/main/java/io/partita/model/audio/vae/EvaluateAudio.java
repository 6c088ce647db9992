package io.partita.model.audio.vae;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.ModelKind;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.Locale;

/** What {@code model evaluate} does with a VAE of audio: see {@link AudioEvaluation}. */
public record EvaluateAudio<M extends AudioVae>(ModelKind<M> kind, AudioJudge<M> judge)
    implements Evaluator<M> {
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
  public LakeTable table(M model) {
    return LakeTable.MEL;
  }

  @Override
  public void check(Lake lake, String dataset, TrainedModel<M> model) throws IOException {
    AudioExamples.Origin.of(lake, dataset, model.model().input());
    SplitFileOption.of(model).read();
  }

  @Override
  public AudioEvaluation<M> measuring(EvaluationRun run, TrainedModel<M> model) {
    return new AudioEvaluation<>(judge, run, model);
  }
}
