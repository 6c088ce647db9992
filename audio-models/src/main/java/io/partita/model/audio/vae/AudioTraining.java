package io.partita.model.audio.vae;

import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
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
import picocli.CommandLine.Mixin;

/**
 * The frame of a command that trains a VAE on windows of a data set's audio, and the options of all
 * such commands.
 */
public final class AudioTraining {
  /** What a command trains. */
  public interface Networks<M extends AudioVae> {
    AudioVaeKind<M> kind();

    /** The table whose run is that of the windows. */
    LakeTable source();

    /** The network that the options ask for. */
    M network();

    /** The network for these windows; the same unless the kind says otherwise. */
    default M fitted(M network, AudioExamples windows) {
      return network;
    }

    /** What is trained on; all windows as they are, unless the kind says otherwise. */
    default Examples<float[]> examples(M network, AudioExamples windows) {
      return windows.of(TrainingRun.TRAIN);
    }

    /**
     * Adds to the folder of a model whose training has ended; nothing, unless the kind says
     * otherwise.
     */
    default void trained(ModelFolder folder, Examples<float[]> examples) throws IOException {}
  }

  @Mixin private SplitFileOption splitFile = new SplitFileOption();

  /**
   * Trains, with all reports.
   *
   * @return the exit code
   */
  public <M extends AudioVae> int train(
      TrainOptions options, ConfigOptions<M> config, Networks<M> networks) throws Exception {
    M asked = networks.network();
    options.usually(asked.epochs());
    try (TrainingRun run = new TrainingRun(networks.kind(), options)) {
      options.optimizer.check(asked);
      PublishedSplits published = splitFile.read();
      run.prepare();
      Lake lake = run.open(networks.source());
      AudioExamples.Origin origin =
          AudioExamples.Origin.of(lake, options.dataset, asked.input())
              .every(asked.hop(), asked.more())
              .from(asked.leastRms());
      networks.kind().remarks(asked).forEach(JobLog::say); // a mistake has had its one line by now
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
      M model = networks.fitted(asked, windows);
      Examples<float[]> examples = networks.examples(model, windows);
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
                observer(
                    networks, model, validation.count() > 0 ? validation : examples, examples));
          });
    }
  }

  private static <M extends AudioVae> EpochReconstructions observer(
      Networks<M> networks, M model, Examples<float[]> shown, Examples<float[]> examples) {
    return new EpochReconstructions(model, shown) {
      @Override
      public void trainingEnded(ModelFolder folder) throws IOException {
        super.trainingEnded(folder);
        networks.trained(folder, examples);
      }
    };
  }
}
