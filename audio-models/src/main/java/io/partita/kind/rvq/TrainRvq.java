package io.partita.kind.rvq;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.run.ModelRun;
import io.partita.progress.JobLog;
import io.partita.split.Split;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The frames of a data set to a residual vector quantiser. Input: the tables audio_tracks and mel
 * of a lake, or latents; output: a model archive, and rows of the table training_runs.
 */
@Command(name = "train rvq", description = "Train a residual vector quantiser on mel or latents.")
final class TrainRvq implements Callable<Integer> {
  /** Frames of the split validation that each stage is looked at with. */
  private static final int MOST_VALIDATION = 50_000;

  private static final String TRAIN = Split.TRAIN.label();
  private static final String VALIDATION = Split.VALIDATION.label();

  @Mixin private RvqOptions options;

  @Override
  public Integer call() throws Exception {
    try (ModelRun run = new ModelRun(RvqKind.KIND, options.lake, options.dataset)) {
      options.check();
      boolean isMel = options.column.equals(Rvq.MEL);
      Lake lake = run.open(isMel ? LakeTable.MEL : LakeTable.LATENTS);
      if (isMel) {
        FrameSource.mel(lake, options.dataset).require(lake);
      }
      if (!options.resume && !options.replace) {
        run.at(options.model).requireNone();
      }
      run.start(options.model);
      JobLog.say("Reading " + options.column + " of " + options.dataset + " …");
      Map<LakeTable, Dataset<Row>> tables =
          options.where.of(options.dataset).on(run.tables(), options.dataset);
      return train(
          run,
          isMel
              ? FrameSource.mel(lake, options.dataset)
              : FrameSource.latents(tables, options.dataset, options.latentsOf),
          tables);
    }
  }

  private int train(ModelRun run, FrameSource source, Map<LakeTable, Dataset<Row>> tables)
      throws Exception {
    DrawnFrames drawn = new DrawnFrames(source.tracks(tables));
    int dimension = drawn.dimension();
    JavaRDD<FrameRows> rows =
        drawn.of(TRAIN, options.rows, options.seed).persist(StorageLevel.DISK_ONLY());
    FrameMoments moments = FrameMoments.of(rows);
    if (moments.frames() == 0) {
      throw new UserException(
          Mistake.NO_DATA,
          "The split train has no frame; what there is by split: " + drawn.bySplit() + ".");
    }
    if (!(moments.deviation() > 0)) {
      throw new UserException(
          Mistake.NO_DATA, "The frames of the split train are the same number throughout.");
    }
    Rvq model =
        new Rvq(
            source.column(),
            source.source(),
            source.sampleRateHz(),
            source.hop(),
            options.stages,
            options.entries,
            dimension,
            moments.mean(),
            moments.deviation(),
            options.zeroCodeword);
    JavaRDD<FrameRows> held =
        drawn.of(VALIDATION, MOST_VALIDATION, options.seed).map(moments::normalised);
    run.learnsFrom(
        ModelCard.LearntFiles.SHA256,
        drawn.contents(TRAIN, AudioExamples.tracks(tables, source.dataset())));
    float[][] validation = DrawnFrames.collected(held, dimension);
    ModelCard.Provenance provenance =
        run.provenance(options.decisive(source))
            .examples(moments.frames())
            .validationExamples(validation.length)
            .build();
    RvqCheckpoints checkpoints = new RvqCheckpoints(run, options, model, provenance, validation);
    float[] done = checkpoints.resumed();
    if (done.length < model.parameters()) {
      run.addLearntFiles();
      new QuantizerTraining(
              run.context(),
              options.settings(),
              dimension,
              rows.map(moments::normalised),
              checkpoints)
          .run(done);
    }
    return checkpoints.finish();
  }
}
