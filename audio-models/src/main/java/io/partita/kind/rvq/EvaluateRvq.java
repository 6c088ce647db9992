package io.partita.kind.rvq;

import io.partita.codec.CodeBooks;
import io.partita.codec.ResidualQuantizer;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ContentHashes;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.TrackFrames;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.EvaluationRun;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.evaluate.Measuring;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.model.train.TrainedModel;
import io.partita.option.WhereOption;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What {@code model evaluate} does with a quantiser: how far frames are from what codes decode to.
 */
final class EvaluateRvq implements Evaluator<Rvq>, RvqJob {
  private static final List<String> FIGURES = List.of(RvqKind.RELATIVE_MSE, RvqKind.FIRST_STAGE);
  private static final BaselineFigure MEAN = new BaselineFigure(RvqKind.MEAN, RvqKind.RELATIVE_MSE);

  @Override
  public String measuredOn(Rvq model) {
    return model.column() + " of " + model.source();
  }

  @Override
  public LakeTable table(Rvq model) {
    return FrameSource.of("", model).table();
  }

  @Override
  public void check(Lake lake, String dataset, TrainedModel<Rvq> model) throws IOException {
    FrameSource.of(dataset, model.model()).require(lake);
  }

  @Override
  public Errors measuring(EvaluationRun run, TrainedModel<Rvq> model) {
    return new Errors(run, model);
  }

  /** Errors of frames that a model quantises. */
  record Errors(EvaluationRun run, TrainedModel<Rvq> model) implements Measuring<Rvq, DrawnFrames> {
    @Override
    public String hash() {
      return ModelCard.LearntFiles.SHA256;
    }

    @Override
    public DrawnFrames read(String dataset, TrainedModel<Rvq> by) {
      return new DrawnFrames(FrameSource.of(dataset, by.model()).tracks(tables()));
    }

    /** Of the files that the model chose. */
    private Map<LakeTable, Dataset<Row>> tables() {
      return WhereOption.of(model).on(run.tables(), run.dataset());
    }

    @Override
    public boolean isReadAlike(TrainedModel<Rvq> other) {
      return WhereOption.of(other).equals(WhereOption.of(model));
    }

    @Override
    public boolean isBesideTraining() {
      return false;
    }

    @Override
    public Map<String, Long> bySplit(DrawnFrames frames) {
      return frames.bySplit();
    }

    @Override
    public ContentHashes contents(DrawnFrames frames) {
      return frames.contents(run.split(), AudioExamples.tracks(tables(), run.dataset()));
    }

    @Override
    public Measured measured(TrainedModel<Rvq> of, DrawnFrames frames, DrawnFrames none) {
      return EvaluateRvq.measured(of, held(frames));
    }

    private JavaRDD<TrackFrames> held(DrawnFrames frames) {
      String split = run.split();
      return frames.tracks().filter(track -> track.split().equals(split));
    }

    @Override
    public BaselineScores baselines(DrawnFrames frames, DrawnFrames none, Measured ours) {
      Rvq rvq = model.model();
      return new BaselineScores(
          List.of(MEAN),
          FileScores.of(List.of(MEAN.column()), held(frames).map(track -> guess(track, rvq))),
          Map.of());
    }

    @Override
    public EvaluatedSplit split(DrawnFrames frames, DrawnFrames none, Measured ours, Leaks leaks) {
      return new EvaluatedSplit(
          run.split(),
          run.dataset(),
          List.of("recording"),
          String.format(Locale.ROOT, "%,d frames", frames.bySplit().get(run.split())),
          "",
          "recordings",
          0,
          null,
          leaks);
    }
  }

  private static FileSums guess(TrackFrames track, Rvq model) {
    double variance = variance(model.normalised(track.frames()));
    return new FileSums(
        List.of(track.recording()), numbers(track), variance, new double[] {variance});
  }

  /** Squares of normalised numbers, which are those of differences from the training's mean. */
  private static double variance(float[][] normalised) {
    double squares = 0;
    for (float[] frame : normalised) {
      squares += squares(frame, new float[frame.length]);
    }
    return squares;
  }

  private static long numbers(TrackFrames track) {
    return track.frames().length == 0 ? 0 : (long) track.frames().length * track.frames()[0].length;
  }

  private static Measured measured(TrainedModel<Rvq> model, JavaRDD<TrackFrames> held) {
    Rvq rvq = model.model();
    float[] numbers = model.numbers().parameters();
    FileScores scores =
        FileScores.of(
            FIGURES,
            held.mapPartitions(
                part -> {
                  CodeBooks books = rvq.books(numbers);
                  ResidualQuantizer quantizer = new ResidualQuantizer(books);
                  Iterable<TrackFrames> tracks = () -> part;
                  return StreamSupport.stream(tracks.spliterator(), false)
                      .map(track -> sums(track, rvq, quantizer))
                      .iterator();
                }));
    Map<String, Double> figures = new LinkedHashMap<>();
    FIGURES.forEach(figure -> figures.put(figure, scores.sum().mean(figure)));
    return new Measured(model, scores, figures, Map.of(), "", null);
  }

  private static FileSums sums(TrackFrames track, Rvq model, ResidualQuantizer quantizer) {
    float[][] frames = model.normalised(track.frames());
    short[][] codes = quantizer.encode(frames, model.stages());
    float[][] all = quantizer.decode(codes);
    float[][] first = quantizer.decode(new short[][] {codes[0]});
    double[] sums = new double[2];
    for (int t = 0; t < frames.length; t++) {
      sums[0] += squares(frames[t], all[t]);
      sums[1] += squares(frames[t], first[t]);
    }
    return new FileSums(List.of(track.recording()), numbers(track), variance(frames), sums);
  }

  private static double squares(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = (double) one[i] - other[i];
      sum += difference * difference;
    }
    return sum;
  }
}
