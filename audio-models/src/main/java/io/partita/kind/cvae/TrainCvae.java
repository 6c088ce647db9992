package io.partita.kind.cvae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.compare.BandMoments;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.AudioInput;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The audio of a data set to a convolutional VAE. Input: the tables audio_tracks and mel of a lake,
 * for waves also what they were ingested from; output: a model archive, and rows of the table
 * training_runs.
 */
@Command(
    name = "train cvae",
    description = "Train a convolutional VAE (variational autoencoder) on audio.",
    modelTransformer = ConfigOptions.Names.class)
final class TrainCvae implements Callable<Integer> {
  @Mixin private TrainOptions options;

  @Mixin private ConfigOptions<Cvae> config = new ConfigOptions<>(Cvae.KEPT, "mel-conv");

  @Option(
      names = "--fix-loss",
      description = "Give the loss of gtzan-resnet1d-seed a lower bound, as --set fixLoss=true.")
  private boolean fixLoss;

  @Mixin private SplitFileOption splitFile = new SplitFileOption();

  @Override
  public Integer call() throws Exception {
    Cvae asked = config.changed();
    Cvae model = fixLoss ? asked.with(Map.of("fixLoss", "true")) : asked;
    options.usually(model.epochs());
    try (TrainingRun run = new TrainingRun(CvaeKind.KIND, options)) {
      options.optimizer.check(model);
      PublishedSplits published = splitFile.read();
      run.prepare();
      Lake lake = run.open(LakeTable.MEL);
      AudioExamples.Origin origin =
          AudioExamples.Origin.of(lake, options.dataset, model.input()).every(model.hop());
      model.remarks().forEach(JobLog::say); // a mistake has had its one line by now
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
      Cvae normalised = normalised(model, windows);
      return run.eachSeed(seed -> train(run, model, normalised, windows));
    }
  }

  private static Cvae normalised(Cvae model, AudioExamples windows) {
    if (model.input().source() != AudioInput.Source.MEL) {
      return model;
    }
    BandMoments moments = windows.moments(TrainingRun.TRAIN, model.input());
    if (moments.frames() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "The split train has no window; what there is by split: " + windows.countBySplit() + ".");
    }
    if (moments.deviation() == 0) {
      throw new UserException(
          Mistake.NO_DATA, "The mel of the split train is the same number throughout.");
    }
    return model.normalised(moments.mean(), moments.deviation());
  }

  private int train(TrainingRun run, Cvae model, Cvae normalised, AudioExamples windows)
      throws IOException {
    Examples<float[]> examples = windows.of(TrainingRun.TRAIN);
    TrainingSettings settings =
        run.settings(model.batch(), normalised, examples.count(), windows.countBySplit());
    Examples<float[]> validation = windows.of(options.validation.split);
    run.learnsFrom(ModelCard.LearntFiles.SHA256, windows.contents(TrainingRun.TRAIN));
    return run.train(
        new ModelDraft<>(normalised, hyperParameters(model)),
        settings,
        examples,
        validation,
        new EpochReconstructions(normalised, validation.count() > 0 ? validation : examples));
  }

  private Map<String, Object> hyperParameters(Cvae model) {
    Map<String, Object> hyperParameters = config.decisive(model);
    splitFile.addTo(hyperParameters);
    return hyperParameters;
  }
}
