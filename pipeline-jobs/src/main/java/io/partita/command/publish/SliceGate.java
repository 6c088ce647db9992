package io.partita.command.publish;

import io.partita.UserException;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generation;
import io.partita.model.slices.LearntSlices;
import io.partita.model.slices.SliceEvaluator;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
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
 * What a model of drum loops or melodies must show before it is released: how well it predicts the
 * split test, what the slices that it draws are like beside the split's own, and that a loop lasts
 * whole bars. Draws by the options that {@code generate} has by default, and seed 1.
 */
final class SliceGate<M extends SliceModel> {
  private static final String TEST = "test";

  /** Of 200 loops the share of backbeats would vary by .035, one standard deviation. */
  private static final int DRAWN = 1000;

  private static final long SEED = 1;
  private static final int SAMPLE_RATE_HZ = 44_100;

  /** Slices that are compared, and what that found. */
  private record Music(int real, List<GateLine> lines) {}

  private final SliceForm form;
  private final TrainedModel<M> model;
  private final SliceEvaluator<M> evaluator;
  private final SliceGenerator<M> generator;

  private SliceGate(
      SliceForm form,
      TrainedModel<M> model,
      SliceEvaluator<M> evaluator,
      SliceGenerator<M> generator) {
    this.form = form;
    this.model = model;
    this.evaluator = evaluator;
    this.generator = generator;
  }

  /** What gates are called: the forms of slices that a release is held to. */
  static List<String> names() {
    return SliceForms.ALL.stream()
        .filter(form -> form.likeness().isPresent())
        .map(SliceForm::name)
        .toList();
  }

  /**
   * The gate of a model.
   *
   * @param name one of {@link #names}
   * @throws UserException where it makes no such slices
   */
  static SliceGate<?> of(String name, TrainedModel<?> model) {
    SliceForm form = SliceForms.named(name);
    return of(form, model, SliceGenerator.of(form, "--gate " + name, model));
  }

  private static <M extends SliceModel> SliceGate<M> of(
      SliceForm form, TrainedModel<?> any, SliceGenerator<M> generator) {
    TrainedModel<M> model = any.as(generator.kind());
    return new SliceGate<>(form, model, SliceEvaluator.of(model), generator);
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
    if (form.isLoop()) {
      lines.add(wav());
    }
    Map<String, Object> fields = new LinkedHashMap<>(Evaluation.origin(model));
    fields.put("gate", form.name());
    fields.put("dataset", chosen);
    fields.put("slices", DRAWN);
    fields.put("real_slices", music.real());
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
    List<int[]> drawn = generator.usualSlices(model, DRAWN, SEED);
    List<GateLine> lines = new ArrayList<>();
    form.likeness().orElseThrow().of(drawn, real).forEach(of -> lines.add(GateLine.near(of)));
    double realCopies = (double) SameExamples.count(held, learnt) / real.size();
    double copies = (double) SameExamples.count(spark.parallelize(drawn), learnt) / DRAWN;
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
