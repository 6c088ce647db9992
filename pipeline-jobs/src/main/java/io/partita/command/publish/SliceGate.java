package io.partita.command.publish;

import io.partita.UserException;
import io.partita.form.Forms;
import io.partita.form.SliceForm;
import io.partita.lake.Lake;
import io.partita.lake.table.LakeTable;
import io.partita.model.evaluate.EvaluateOptions;
import io.partita.model.evaluate.Evaluation;
import io.partita.model.evaluate.SameExamples;
import io.partita.model.examples.FileExample;
import io.partita.model.gate.Gate;
import io.partita.model.gate.GateLine;
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
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a model of drum loops or melodies must show before it is released: how well it predicts a
 * split, what the slices that it draws are like beside the split's own, and that a loop lasts whole
 * bars. Draws by the options that {@code generate} has by default and by several seeds: a figure is
 * their mean, beside how much it varies from seed to seed. That of the split has an interval over
 * its files. Models and temperatures are chosen on the split validation; test is read once.
 */
final class SliceGate<M extends SliceModel<int[]>> {
  /** Of 200 loops the share of backbeats would vary by .035, one standard deviation. */
  private static final int DRAWN = 1000;

  /** What a person draws to try a model: how often it would pass by so many. */
  private static final int DRAWN_IN_SET = 500;

  /** Of the draws of a seed. */
  private static final int SETS = DRAWN / DRAWN_IN_SET;

  private static final String COPIES = "copies_of_training";

  private static final long SEED = 1;
  private static final List<Long> SEEDS = List.of(SEED, 2L, 3L, 4L, 5L);
  private static final int SAMPLE_RATE_HZ = 44_100;

  /**
   * Slices that are compared, the files that they are of, and what that found.
   *
   * @param passes share of sets of draws whose lines are all ok
   */
  private record Music(int real, int files, List<GateLine> lines, double passes) {}

  /**
   * A figure of all draws.
   *
   * @param ofSets whether it is ok in each set of them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Checked(GateLine line, boolean[] ofSets) {}

  private final SliceForm form;
  private final TrainedModel<M> model;
  private final SliceEvaluator<int[], M> evaluator;
  private final SliceGenerator<M> generator;

  private SliceGate(
      SliceForm form,
      TrainedModel<M> model,
      SliceEvaluator<int[], M> evaluator,
      SliceGenerator<M> generator) {
    this.form = form;
    this.model = model;
    this.evaluator = evaluator;
    this.generator = generator;
  }

  /** What gates are called: the forms of slices that a release is held to. */
  static List<String> names() {
    return Forms.SLICES.stream()
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
    SliceForm form = Forms.named(name);
    return of(form, model, SliceGenerator.of(form, "--gate " + name, model));
  }

  private static <M extends SliceModel<int[]>> SliceGate<M> of(
      SliceForm form, TrainedModel<?> any, SliceGenerator<M> generator) {
    TrainedModel<M> model = any.as(generator.kind());
    return new SliceGate<>(form, model, SliceEvaluator.of(model), generator);
  }

  /**
   * Measures the model.
   *
   * @param dataset with the split; null for the model's training data
   * @param temperature to draw at; null for that of {@code generate}
   */
  Gate.Answer answer(String lakeFolder, String dataset, String split, Double temperature)
      throws Exception {
    EvaluateOptions options = EvaluateOptions.of(model.folder().name(), lakeFolder, dataset, split);
    Lake lake = options.lake.open();
    String chosen = options.dataset(model, lake, LakeTable.MIDI_SOURCES);
    List<GateLine> lines = new ArrayList<>();
    evaluator.release(options, model).forEach(of -> lines.add(line(of)));
    Music music;
    try (SparkSession session = options.session(lake, chosen, model)) {
      music = music(session, lake, chosen, split, temperature);
    }
    lines.addAll(music.lines());
    if (form.isLoop()) {
      lines.add(wav());
    }
    Map<String, Object> fields = new LinkedHashMap<>(Evaluation.origin(model));
    fields.put("gate", form.name());
    fields.put("dataset", chosen);
    fields.put("split", split);
    fields.put("slices", DRAWN);
    fields.put("seeds", SEEDS);
    fields.put("temperature", temperature == null ? generator.temperature() : temperature);
    fields.put("real_slices", music.real());
    fields.put("real_files", music.files());
    fields.put("slices_in_set", DRAWN_IN_SET);
    fields.put("sets_passing", music.passes());
    fields.put("checks", lines);
    fields.put("failed", GateLine.failed(lines));
    return new Gate.Answer(lines, fields);
  }

  private static GateLine line(SliceEvaluator.Held held) {
    return held.isLeast()
        ? GateLine.atLeast(held.figure(), held.value(), held.bound())
        : GateLine.atMost(held.figure(), held.value(), held.bound());
  }

  private Music music(
      SparkSession session, Lake lake, String dataset, String split, Double temperature)
      throws Exception {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    JavaRDD<FileExample<int[]>> held =
        LearntSlices.of(model).uncapped().of(session, lake, dataset).byFile(split);
    JavaRDD<int[]> learnt =
        LearntSlices.of(model)
            .of(session, lake, model.card().provenance().dataset())
            .of(model.card().provenance().trainSplit())
            .byNumber()
            .values();
    Map<List<String>, List<int[]>> byFile = new LinkedHashMap<>();
    for (FileExample<int[]> of : held.collect()) {
      byFile.computeIfAbsent(of.file(), any -> new ArrayList<>()).add(of.example());
    }
    List<List<int[]>> files = List.copyOf(byFile.values());
    List<int[]> real = files.stream().flatMap(List::stream).toList();
    List<List<int[]>> drawn = new ArrayList<>();
    for (long seed : SEEDS) {
      drawn.add(generator.slicesAt(temperature, model, DRAWN, seed));
    }
    List<List<int[]>> sets = drawn.stream().flatMap(SliceGate::sets).toList();
    List<FileExample<int[]>> bySet = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      List<String> number = number(i);
      sets.get(i).forEach(slice -> bySet.add(new FileExample<>(number, slice)));
    }
    List<Checked> checked = new ArrayList<>(likeness(drawn, sets, files, real));
    Map<List<String>, Long> realCopies = SameExamples.countByFile(held, learnt);
    Map<List<String>, Long> copies = SameExamples.countByFile(spark.parallelize(bySet), learnt);
    checked.add(
        copies(
            Bootstrap.Ratio.of(
                List.copyOf(byFile.entrySet()),
                file -> realCopies.getOrDefault(file.getKey(), 0L),
                file -> file.getValue().size()),
            IntStream.range(0, sets.size())
                .mapToLong(set -> copies.getOrDefault(number(set), 0L))
                .toArray()));
    long passing =
        IntStream.range(0, sets.size())
            .filter(set -> checked.stream().allMatch(of -> of.ofSets()[set]))
            .count();
    return new Music(
        real.size(),
        files.size(),
        checked.stream().map(of -> of.line().inSets(of.ofSets())).toList(),
        (double) passing / sets.size());
  }

  /** The draws of a seed in sets. */
  private static Stream<List<int[]>> sets(List<int[]> drawn) {
    return IntStream.range(0, SETS)
        .mapToObj(set -> drawn.subList(set * DRAWN_IN_SET, (set + 1) * DRAWN_IN_SET));
  }

  /** In the place of a file. */
  private static List<String> number(int set) {
    return List.of(Integer.toString(set));
  }

  /**
   * @param copies in each set
   */
  private static Checked copies(Bootstrap.Ratio real, long... copies) {
    Bootstrap.Interval interval = intervals(List.of(real)).get(0);
    double[] ofSeeds =
        IntStream.range(0, SEEDS.size())
            .mapToDouble(seed -> Arrays.stream(copies, seed * SETS, (seed + 1) * SETS).sum())
            .map(count -> count / DRAWN)
            .toArray();
    boolean[] ofSets = new boolean[copies.length];
    for (int set = 0; set < copies.length; set++) {
      double share = (double) copies[set] / DRAWN_IN_SET;
      ofSets[set] = GateLine.notMore(COPIES, share, null, real.value(), interval).ok();
    }
    return new Checked(
        GateLine.notMore(COPIES, mean(ofSeeds), spread(ofSeeds), real.value(), interval), ofSets);
  }

  private List<Checked> likeness(
      List<List<int[]>> drawn, List<List<int[]>> sets, List<List<int[]>> files, List<int[]> real) {
    SliceForm.Likeness likeness = form.likeness().orElseThrow();
    List<ComparedFigure> all =
        likeness.of().apply(drawn.stream().flatMap(List::stream).toList(), real);
    List<List<ComparedFigure>> ofSeeds =
        drawn.stream().map(slices -> likeness.of().apply(slices, real)).toList();
    List<List<ComparedFigure>> ofSets =
        sets.stream().map(slices -> likeness.of().apply(slices, real)).toList();
    List<Bootstrap.Interval> intervals = intervals(likeness.byFile().apply(files));
    List<Checked> checked = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int figure = i;
      Bootstrap.Interval interval = intervals.get(i);
      double[] each = ofSeeds.stream().mapToDouble(of -> of.get(figure).drawn()).toArray();
      boolean[] ok = new boolean[ofSets.size()];
      for (int set = 0; set < ok.length; set++) {
        ok[set] = GateLine.near(ofSets.get(set).get(figure), null, interval).ok();
      }
      checked.add(new Checked(GateLine.near(all.get(i), spread(each), interval), ok));
    }
    return checked;
  }

  /** That of each ratio; nulls where one file says nothing of others. */
  private static List<Bootstrap.Interval> intervals(List<Bootstrap.Ratio> ratios) {
    return ratios.get(0).numerators().length < 2
        ? Collections.nCopies(ratios.size(), null)
        : Arrays.stream(Bootstrap.resampled(ratios)).map(Bootstrap::interval).toList();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** The standard deviation of what the values are drawn from. */
  private static double spread(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
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
          null,
          null,
          String.format(Locale.ROOT, "%.0f bars exactly: %.3f", bars, wanted),
          seconds == wanted,
          null);
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
