package io.partita.kind.rvq;

import io.partita.codec.CodeBooks;
import io.partita.codec.ResidualQuantizer;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.model.archive.ModelCard;
import io.partita.model.audio.AudioExamples;
import io.partita.model.audio.TrackFrames;
import io.partita.model.evaluate.BaselineFigure;
import io.partita.model.evaluate.BaselineScores;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.EvaluatedSplit;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.EvaluationReport;
import io.partita.model.evaluate.Evaluator;
import io.partita.model.evaluate.Leaks;
import io.partita.model.evaluate.Measured;
import io.partita.model.examples.FileScores;
import io.partita.model.examples.FileSums;
import io.partita.model.train.TrainedModel;
import io.partita.option.WhereOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code model evaluate} does with a quantiser: how far frames are from what codes decode to.
 */
final class EvaluateRvq implements Evaluator<Rvq>, RvqJob {
  private static final List<String> FIGURES = List.of(RvqKind.RELATIVE_MSE, RvqKind.FIRST_STAGE);
  private static final BaselineFigure MEAN = new BaselineFigure(RvqKind.MEAN, RvqKind.RELATIVE_MSE);

  @Override
  public List<String> help() {
    return List.of(
        "A quantiser's figures are squared errors relative to the variance of the frames about",
        "the mean of its training. relative_mse is after all stages, first_stage_relative_mse",
        "after one; the baseline that predicts the mean has 1. Intervals are bootstrapped over",
        "recordings.");
  }

  @Override
  public String measuredOn(Rvq model) {
    return model.column() + " of " + model.source();
  }

  @Override
  public Evaluation run(EvaluateOptions options, TrainedModel<Rvq> model, TrainedModel<Rvq> against)
      throws Exception {
    Lake lake = options.lake.open();
    FrameSource first = FrameSource.of("", model.model());
    String dataset = options.dataset(model, lake, first.table());
    FrameSource source = FrameSource.of(dataset, model.model());
    source.require(lake);
    try (SparkSession session = options.session(lake, dataset)) {
      return LakeReader.query(
          session,
          lake,
          all -> {
            Map<LakeTable, Dataset<Row>> tables = WhereOption.of(model).on(all, dataset);
            DrawnFrames frames = new DrawnFrames(source.tracks(tables));
            options.requireSplit(dataset, frames.bySplit());
            Leaks leaks =
                Leaks.of(
                    options,
                    ModelCard.LearntFiles.SHA256,
                    frames.contents(options.split(), AudioExamples.tracks(tables, dataset)),
                    model,
                    against);
            return evaluation(options, dataset, frames, leaks, model, against);
          });
    }
  }

  private static Evaluation evaluation(
      EvaluateOptions options,
      String dataset,
      DrawnFrames frames,
      Leaks leaks,
      TrainedModel<Rvq> model,
      TrainedModel<Rvq> against) {
    String split = options.split();
    JavaRDD<TrackFrames> held = frames.tracks().filter(track -> track.split().equals(split));
    EvaluatedSplit of =
        new EvaluatedSplit(
            split,
            dataset,
            List.of("recording"),
            String.format(Locale.ROOT, "%,d frames", frames.bySplit().get(split)),
            "",
            "recordings",
            0,
            null,
            leaks);
    Rvq ours = model.model();
    BaselineScores baselines =
        new BaselineScores(
            List.of(MEAN),
            FileScores.of(List.of(MEAN.column()), held.map(track -> guess(track, ours))),
            Map.of());
    return new EvaluationReport(
            of, measured(model, held), against == null ? null : measured(against, held), baselines)
        .evaluation(options.isAgainst(), Map.of());
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
