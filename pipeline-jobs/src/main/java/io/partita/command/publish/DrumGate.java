package io.partita.command.publish;

import io.partita.UserException;
import io.partita.drum.LoopFigures;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.slices.SliceModel;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a model of drum loops must show before it is released: how well it predicts the split test,
 * what the loops that it draws are like beside the split's own, and that a loop lasts whole bars.
 * Draws by the options that {@code generate} has by default, and seed 1.
 */
final class DrumGate<M extends SliceModel> {
  static final String NAME = "drums";

  private static final String TEST = "test";

  /** Of 200 the share of backbeats alone would vary by .035, one standard deviation. */
  private static final int LOOPS = 1000;

  private static final long SEED = 1;
  private static final int SAMPLE_RATE_HZ = 44_100;

  /** Loops that are compared, and what that found. */
  private record Music(int real, List<GateLine> lines) {}

  private final TrainedModel<M> model;
  private final SliceEvaluator<M> evaluator;
  private final SliceGenerator<M> generator;

  private DrumGate(
      TrainedModel<M> model, SliceEvaluator<M> evaluator, SliceGenerator<M> generator) {
    this.model = model;
    this.evaluator = evaluator;
    this.generator = generator;
  }

  /**
   * The gate of a model.
   *
   * @throws UserException where it makes no drum loops
   */
  static DrumGate<?> of(TrainedModel<?> model) {
    return of(model, SliceGenerator.ofDrums("--gate " + NAME, model));
  }

  private static <M extends SliceModel> DrumGate<M> of(
      TrainedModel<?> any, SliceGenerator<M> generator) {
    TrainedModel<M> model = any.as(generator.kind());
    return new DrumGate<>(model, SliceEvaluator.of(model), generator);
  }

  /** What was found: for people its lines, for programs the fields of a JSON object. */
  record Answer(List<GateLine> lines, Map<String, Object> fields) {}

  /**
   * Measures the model.
   *
   * @param dataset with the split test; null for the model's training data
   */
  Answer answer(String lakeFolder, String dataset) throws Exception {
    EvaluateOptions options = EvaluateOptions.of(model.folder().name(), lakeFolder, dataset, TEST);
    Lake lake = options.lake.open();
    String chosen = options.dataset(model, lake, LakeTable.MIDI_SOURCES);
    List<GateLine> lines = new ArrayList<>();
    evaluator.release(options, model).forEach(of -> lines.add(GateLine.of(of)));
    Music music;
    try (SparkSession session = options.session(lake, chosen)) {
      music = music(session, lake, chosen);
    }
    lines.addAll(music.lines());
    lines.add(wav());
    Map<String, Object> fields = new LinkedHashMap<>(Evaluation.origin(model));
    fields.put("gate", NAME);
    fields.put("dataset", chosen);
    fields.put("loops", LOOPS);
    fields.put("real_loops", music.real());
    fields.put("seed", SEED);
    fields.put("checks", lines);
    fields.put("failed", GateLine.failed(lines));
    return new Answer(lines, fields);
  }

  private Music music(SparkSession session, Lake lake, String dataset) throws Exception {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    JavaRDD<int[]> held =
        LearntSlices.of(model).uncapped().of(session, lake, dataset).of(TEST).byNumber().values();
    JavaRDD<int[]> learnt =
        LearntSlices.of(model)
            .of(session, lake, model.card().provenance().dataset())
            .of(model.card().provenance().trainSplit())
            .byNumber()
            .values();
    List<int[]> real = held.collect();
    List<int[]> drawn = generator.usualSlices(model, LOOPS, SEED);
    List<GateLine> lines = new ArrayList<>();
    LoopFigures.of(drawn).against(LoopFigures.of(real)).forEach(of -> lines.add(GateLine.near(of)));
    double realCopies = (double) SameExamples.count(held, learnt) / real.size();
    double copies = (double) SameExamples.count(spark.parallelize(drawn), learnt) / LOOPS;
    lines.add(GateLine.atMost("copies_of_training", copies, realCopies, realCopies));
    return new Music(real.size(), lines);
  }

  /** How long the WAV of a loop lasts, as {@code generate} writes it. */
  private GateLine wav() throws IOException {
    Generation.Piece loop =
        (Generation.Piece)
            generator.first(GenerateOptions.of(SEED, null, null, null, false), model).music();
    Path folder = Files.createTempDirectory("partita-gate");
    Path wav = folder.resolve("loop.wav");
    try {
      MusicFiles.in(folder, new LoudnessOptions(), ReplaceOption.no(), file -> {})
          .midiAndWav("loop", loop.score(), loop.isLoop());
      long frames = AudioSystem.getAudioFileFormat(wav.toFile()).getFrameLength();
      double bars = model.model().sliceCut().bars();
      double wanted = bars * 4 * 60 / 120; // quarters at 120 a minute
      double seconds = (double) frames / SAMPLE_RATE_HZ;
      return new GateLine(
          "wav_seconds",
          seconds,
          null,
          String.format(Locale.ROOT, "%.0f bars exactly: %.3f", bars, wanted),
          seconds == wanted);
    } catch (UnsupportedAudioFileException e) {
      throw new IOException("The WAV file of a loop cannot be read", e);
    } finally {
      for (String name : List.of("loop.wav", "loop.mid")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    }
  }
}
