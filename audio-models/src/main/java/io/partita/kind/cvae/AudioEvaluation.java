package io.partita.kind.cvae;

import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.TrainingData;
import io.partita.model.examples.Examples;
import io.partita.model.examples.FileExample;
import io.partita.model.run.FoldOption;
import io.partita.model.train.TrainedModel;
import io.partita.option.WhereOption;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code model evaluate} does with a VAE of audio: it encodes and decodes a split's windows,
 * and sets beside them what simple densities make of the same windows ({@link AudioJudge}), fitted
 * to the very windows that the model was trained on.
 */
record AudioEvaluation<M extends AudioVae>(
    AudioJudge<M> judge,
    EvaluateOptions options,
    TrainedModel<M> model,
    TrainedModel<M> against,
    String dataset,
    Lake lake,
    SparkSession session) {
  /**
   * @param against a model of the same windows, or null
   */
  static <M extends AudioVae> Evaluation run(
      AudioJudge<M> judge, EvaluateOptions options, TrainedModel<M> model, TrainedModel<M> against)
      throws Exception {
    Lake lake = options.lake.open();
    String dataset = options.dataset(model, lake, LakeTable.MEL);
    AudioExamples.Origin.of(lake, dataset, model.model().input());
    SplitFileOption.of(model).read();
    try (SparkSession session = options.session(lake, dataset)) {
      return new AudioEvaluation<>(judge, options, model, against, dataset, lake, session)
          .evaluation();
    }
  }

  private Evaluation evaluation() throws Exception {
    AudioExamples windows = read(dataset, model);
    options.requireSplit(dataset, windows.countBySplit());
    Leaks leaks =
        Leaks.of(
            options,
            ModelCard.LearntFiles.SHA256,
            windows.contents(options.split()),
            model,
            against);
    AudioExamples train = training(model, windows);
    Examples<float[]> held = windows.of(options.split());
    JavaRDD<FileExample<float[]>> byFile = windows.byFile(options.split());
    Measured ours = measured(model, held, byFile, train);
    Measured theirs =
        against == null ? null : measured(against, held, byFile, training(against, windows));
    BaselineScores baselines =
        judge.baselines(model.model(), train, learnt(train), trainSplit(model), byFile);
    EvaluatedSplit split =
        new EvaluatedSplit(
            options.split(),
            dataset,
            AudioExamples.FILE,
            what(held.count(), model.model().input()),
            "",
            "recordings",
            0,
            train == windows ? windows.recordingsInBoth(options.split(), trainSplit(model)) : null,
            leaks);
    return new EvaluationReport(split, ours, theirs, baselines)
        .evaluation(options.isAgainst(), Map.of("left_out", held.leftOut()));
  }

  private TrainingData beside() {
    return new TrainingData(dataset, options.split());
  }

  private static String what(long windows, AudioInput input) {
    boolean isMel = input.source() == AudioInput.Source.MEL;
    return String.format(
        Locale.ROOT,
        "%,d windows of %,d %s at %,d Hz",
        windows,
        input.length(),
        isMel ? "frames" : "samples",
        input.sampleRateHz());
  }

  private String trainSplit(TrainedModel<M> of) {
    return of.card().provenance().trainSplit();
  }

  private AudioExamples read(String from, TrainedModel<M> of) throws Exception {
    return read(from, of, of.model().input().length());
  }

  private AudioExamples read(String from, TrainedModel<M> of, int hop) throws Exception {
    AudioExamples.Origin origin =
        AudioExamples.Origin.of(lake, from, of.model().input()).every(hop);
    return LakeReader.query(
        session,
        lake,
        tables ->
            AudioExamples.of(
                WhereOption.of(of).on(tables, from),
                origin,
                SplitFileOption.of(of).read(),
                FoldOption.of(of)));
  }

  /**
   * The windows of a model's training; null, with a word, where the lake has none of them.
   *
   * @param measured those of the data set that is evaluated on, in the splits of the model
   */
  private AudioExamples training(TrainedModel<M> of, AudioExamples measured) throws Exception {
    return beside()
        .of(
            of,
            FoldOption.of(of).equals(FoldOption.of(model))
                && WhereOption.of(of).equals(WhereOption.of(model))
                && SplitFileOption.of(of).isSameAs(SplitFileOption.of(model)),
            measured,
            trained -> read(trained, of));
  }

  /** The windows as the model was trained on them, which overlap; null where there are none. */
  private AudioExamples learnt(AudioExamples train) throws Exception {
    return train == null
        ? null
        : read(model.card().provenance().dataset(), model, model.model().hop());
  }

  /** Beside the split as many windows of training; none where training is what is measured. */
  private Measured measured(
      TrainedModel<M> of,
      Examples<float[]> held,
      JavaRDD<FileExample<float[]>> byFile,
      AudioExamples train)
      throws Exception {
    Examples<float[]> sample = train == null ? null : beside().sample(of, train::of, held.count());
    return judge.measured(
        JavaSparkContext.fromSparkContext(session.sparkContext()), of, held, byFile, sample);
  }
}
