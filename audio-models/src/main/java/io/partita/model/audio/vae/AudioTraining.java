package io.partita.model.audio.vae;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.HyperParameters;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.SplitFileOption;
import io.partita.model.examples.Examples;
import io.partita.model.run.ConfigOptions;
import io.partita.model.run.ModelDraft;
import io.partita.model.run.TrainOptions;
import io.partita.model.run.TrainingRun;
import io.partita.model.train.TrainingSettings;
import io.partita.progress.JobLog;
import io.partita.split.PublishedSplits;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/**
 * A command that trains a VAE on windows of a data set's audio. Input: a table of a lake, for waves
 * also what that was ingested from; output: a model archive, and rows of the table training_runs.
 */
public abstract class AudioTraining<M extends AudioVae> implements Callable<Integer> {
  @Mixin private TrainOptions options;

  /** The same as {@link #config}, for picocli, which takes no type that a subclass says. */
  @SuppressWarnings("UnusedVariable")
  @Mixin
  private ConfigOptions<? extends AudioVae> mixed;

  @Mixin private SplitFileOption splitFile = new SplitFileOption();

  private final AudioVaeKind<M> kind;
  private final LakeTable source;
  private final ConfigOptions<M> config;

  /**
   * @param source the table whose run is that of the windows
   * @param usual config where none is asked for
   */
  protected AudioTraining(
      AudioVaeKind<M> kind, LakeTable source, HyperParameters<M> kept, String usual) {
    this.kind = kind;
    this.source = source;
    this.config = new ConfigOptions<>(kept, usual);
    this.mixed = config;
  }

  /** The network of a config; the same unless further options change it. */
  protected M asked(M network) {
    return network;
  }

  /** The network for these windows; the same unless the kind says otherwise. */
  protected M fitted(M network, AudioExamples windows) {
    return network;
  }

  /**
   * What is trained on; all windows as they are, unless the kind says otherwise.
   *
   * @param validation the split to validate on, where there is one
   */
  protected Examples<float[]> examples(M network, AudioExamples windows, String validation) {
    return windows.of(TrainingRun.TRAIN);
  }

  /**
   * Adds to the folder of a model whose training has ended; nothing, unless the kind says
   * otherwise.
   */
  protected void trained(ModelFolder folder, Examples<float[]> examples) throws IOException {}

  @Override
  public final Integer call() throws Exception {
    M asked = asked(config.changed());
    options.usually(asked.epochs());
    try (TrainingRun run = new TrainingRun(kind, options)) {
      options.optimizer.check(asked);
      PublishedSplits published = splitFile.read();
      run.prepare(asked.trainsOnCuda());
      Lake lake = run.open(source);
      AudioExamples.Origin origin =
          AudioExamples.Origin.of(lake, options.dataset, asked.input())
              .every(asked.hop(), asked.more())
              .from(asked.leastRms());
      kind.remarks(asked).forEach(JobLog::say); // a mistake has had its one line by now
      run.start();
      AudioExamples windows =
          run.read(
              "audio",
              tables ->
                  AudioExamples.of(
                      options.where.of(options.dataset).on(tables, options.dataset),
                      origin,
                      published,
                      options.fold.fold()));
      M model = fitted(asked, windows);
      Examples<float[]> examples = examples(model, windows, options.validation.split);
      Examples<float[]> validation = windows.of(options.validation.split);
      Map<String, Object> hyperParameters = config.decisive(asked);
      splitFile.addTo(hyperParameters);
      return run.eachSeed(
          seed -> {
            TrainingSettings settings =
                run.settings(model.batch(), model, examples.count(), windows.countBySplit());
            run.learnsFrom(ModelCard.LearntFiles.SHA256, windows.contents(TrainingRun.TRAIN));
            return run.train(
                new ModelDraft<>(model, hyperParameters),
                settings,
                examples,
                validation,
                observer(model, validation.count() > 0 ? validation : examples, examples));
          });
    }
  }

  private EpochReconstructions observer(
      M model, Examples<float[]> shown, Examples<float[]> examples) {
    return new EpochReconstructions(model, shown) {
      @Override
      public void trainingEnded(ModelFolder folder) throws IOException {
        super.trainingEnded(folder);
        AudioTraining.this.trained(folder, examples);
      }
    };
  }
}
