package io.partita.model.audio.vae;

import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.Measuring;
import io.partita.model.examples.Examples;
import io.partita.model.run.FoldOption;
import io.partita.model.train.TrainedModel;
import io.partita.option.WhereOption;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code model evaluate} does with a VAE of audio: it encodes and decodes a split's windows,
 * and sets beside them what simple densities make of the same windows ({@link AudioBaselines}),
 * fitted to the very windows that the model was trained on.
 */
record AudioEvaluation<M extends AudioVae>(
    AudioJudge<M> judge, EvaluationRun run, TrainedModel<M> model)
    implements Measuring<M, AudioExamples> {
  @Override
  public String hash() {
    return ModelCard.LearntFiles.SHA256;
  }

  @Override
  public AudioExamples read(String dataset, TrainedModel<M> by) throws Exception {
    return read(dataset, by, by.model().input().length());
  }

  private AudioExamples read(String from, TrainedModel<M> of, int hop) throws Exception {
    AudioExamples.Origin origin =
        AudioExamples.Origin.of(run.lake(), from, of.model().input())
            .every(hop, 0)
            .from(of.model().leastRms());
    return AudioExamples.of(
        WhereOption.of(of).on(run.tables(), from),
        origin,
        SplitFileOption.of(of).read(),
        FoldOption.of(of));
  }

  @Override
  public boolean isReadAlike(TrainedModel<M> other) {
    return FoldOption.of(other).equals(FoldOption.of(model))
        && WhereOption.of(other).equals(WhereOption.of(model))
        && SplitFileOption.of(other).isSameAs(SplitFileOption.of(model));
  }

  @Override
  public Map<String, Long> bySplit(AudioExamples windows) {
    return windows.countBySplit();
  }

  @Override
  public ContentHashes contents(AudioExamples windows) {
    return windows.contents(run.split());
  }

  /** Beside the split as many windows of training; none where training is what is measured. */
  @Override
  public Measured measured(TrainedModel<M> of, AudioExamples windows, AudioExamples train) {
    Examples<float[]> held = windows.of(run.split());
    Examples<float[]> sample = train == null ? null : run.sample(of, train::of, held.count());
    return judge.measured(run.spark(), of, held, windows.byFile(run.split()), sample);
  }

  @Override
  public BaselineScores baselines(AudioExamples windows, AudioExamples train, Measured ours)
      throws Exception {
    return judge.baselines(
        model.model(), train, () -> overlapping(train), trainSplit(), windows.byFile(run.split()));
  }

  /** The windows as the model was trained on them, which overlap; null where there are none. */
  private AudioExamples overlapping(AudioExamples train) throws Exception {
    return train == null
        ? null
        : read(model.card().provenance().dataset(), model, model.model().hop());
  }

  @Override
  public EvaluatedSplit split(
      AudioExamples windows, AudioExamples train, Measured ours, Leaks leaks) {
    AudioInput input = model.model().input();
    return new EvaluatedSplit(
        run.split(),
        run.dataset(),
        AudioExamples.FILE,
        String.format(
            Locale.ROOT,
            "%,d windows of %,d %s at %,d Hz",
            windows.of(run.split()).count(),
            input.length(),
            input.source() == AudioInput.Source.MEL ? "frames" : "samples",
            input.sampleRateHz()),
        "",
        "recordings",
        0,
        train == windows ? windows.recordingsInBoth(run.split(), trainSplit()) : null,
        leaks);
  }

  @Override
  public Map<String, Object> choices(AudioExamples windows) {
    return Map.of("left_out", windows.of(run.split()).leftOut());
  }

  private String trainSplit() {
    return model.card().provenance().trainSplit();
  }
}
