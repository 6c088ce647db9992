package io.partita.kind.groovae;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.drum.DrumPerformance;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.latent.DecodeOptions;
import io.partita.model.latent.GivenFile;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoopOption;
import io.partita.option.OptionRange;
import io.partita.output.MusicFiles;
import io.partita.output.WrittenFiles;
import io.partita.picture.DrumRollPicture;
import io.partita.score.Score;
import io.partita.scorefile.ScoreFile;
import io.partita.synth.LoopLength;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Drums of a file to drums that a GrooVAE plays. Input: MIDI files; output: a folder. */
@Command(
    name = "humanize",
    aliases = {"drums-from-taps", "add-drum", "groove-transfer"},
    defaultValueProvider = Humanize.Builtin.class,
    description = "Give the drums of a MIDI file a drummer's velocities and timing.")
public final class Humanize implements Callable<Integer> {
  /** Bars in the picture: more would not be seen. */
  private static final int BARS_IN_PICTURE = 8;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "MIDI file, local, hdfs: or s3a:.")
  private String file;

  @Option(
      names = "--hits",
      paramLabel = "FILE",
      description = "MIDI file whose hits are played, instead of FILE.")
  private String hits;

  @Option(
      names = "--groove",
      paramLabel = "FILE",
      description = "MIDI file whose groove is taken, for a model that transfers grooves.")
  private String groove;

  @Option(
      names = "--drum",
      paramLabel = "DRUM",
      converter = DrumName.class,
      completionCandidates = DrumNames.class,
      description = "Drum to add, as closed-hat (default: all that the model adds).")
  private DrumClass drum;

  @Option(
      names = "--amount",
      paramLabel = "SHARE",
      description = "Share of the model's playing, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double amount = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "Variety between seeds, 0 or above (default: ${DEFAULT-VALUE}, no variety).")
  private double temperature;

  @Mixin private LoopOption loop = new LoopOption();
  @Mixin private DecodeOptions options;
  @Mixin private WrittenFiles written;

  /** The model without --model. */
  static final class Builtin implements IDefaultValueProvider {
    @Override
    public String defaultValue(ArgSpec arg) {
      return arg instanceof OptionSpec option && option.longestName().equals("--model")
          ? BuiltinModel.HUMANIZE.option()
          : null;
    }
  }

  /** Drums as {@code closed-hat}. */
  static final class DrumNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DrumClass.values()).map(DrumNames::name).iterator();
    }

    static String name(DrumClass drum) {
      return drum.title().replace("hi-hat", "hat").replace(' ', '-');
    }
  }

  /** By {@link DrumNames}, or the whole title. */
  static final class DrumName implements ITypeConverter<DrumClass> {
    @Override
    public DrumClass convert(String name) {
      return Arrays.stream(DrumClass.values())
          .filter(
              drum ->
                  DrumNames.name(drum).equals(name)
                      || drum.title().replace(' ', '-').equals(name.replace(' ', '-')))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no drum %s; there are %s"
                          .formatted(name, String.join(", ", new DrumNames()))));
    }
  }

  @Override
  public Integer call() throws IOException {
    OptionRange.require(amount >= 0 && amount <= 1, "--amount must be 0 to 1", amount);
    OptionRange.require(
        temperature >= 0 && temperature <= 10, "--temperature must be 0 to 10", temperature);
    if ((file == null) == (hits == null)) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give one file whose drums are played: FILE, or --hits FILE.");
    }
    options.check();
    TrainedModel<GrooVae> trained =
        TrainedModel.read(GrooVaeKind.KIND, options.model, Spark.hadoopConfiguration());
    List<DrumClass> added = added(trained.model());
    String beat = file == null ? hits : file;
    DrumBars drums = drums(beat);
    DrumBars heard = groove == null ? drums : drums(groove);
    String name = GivenFile.of(beat).baseName() + "-humanized";
    InputGuard inputs = groove == null ? InputGuard.of(beat) : InputGuard.of(beat, groove);
    MusicFiles files = options.files(inputs, List.of(name), written);
    options.device.use(trained);
    Humanizer.Humanized made =
        new Humanizer(trained.model(), trained.weights(), amount, temperature, options.seed)
            .of(drums, heard, added);
    write(files, name, drums, made, trained);
    written.say(
        String.format(
            Locale.ROOT,
            "%,d drum notes played by the model, %,d left as they were",
            made.played(),
            made.left()));
    written.end();
    return ExitCode.OK;
  }

  /** Drums of new notes; fails where the model is trained for another task. */
  private List<DrumClass> added(GrooVae model) {
    Task task = Task.of(model);
    if (task == Task.NONE) {
      throw otherTask(
          task,
          "give one trained with humanize=true, tap=true, addInstruments or"
              + " hitsControl=true.");
    }
    if ((task == Task.TRANSFER) != (groove != null)) {
      throw otherTask(
          task,
          groove == null
              ? "give --groove FILE."
              : "--groove needs one trained with hitsControl=true.");
    }
    List<DrumClass> added = model.addInstruments().stream().map(DrumClass::of).toList();
    if (drum != null && !(task == Task.ADD && added.contains(drum))) {
      throw otherTask(
          task,
          "--drum %s needs one trained with addInstruments=[%d]."
              .formatted(DrumNames.name(drum), drum.number()));
    }
    if (drum != null) {
      return List.of(drum);
    }
    return task == Task.TAPS ? List.of(DrumClass.values()) : added;
  }

  private UserException otherTask(Task task, String what) {
    return new UserException(
        Mistake.WRONG_MODEL, "Model %s %s: %s".formatted(options.model, task.title(), what));
  }

  /** Files are General MIDI, whatever drums the model was trained on. */
  private static DrumBars drums(String file) throws IOException {
    Score score = GivenFile.read(file, ScoreFile::read);
    if (score.division().isSmpte()) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          file + " is timed in video frames: it has no beats to play to.");
    }
    DrumBars drums = new DrumBars(score, DrumMap.GM);
    if (drums.placed().isEmpty()) {
      throw new UserException(Mistake.NO_DATA, file + " has no drum notes in bars of 4/4.");
    }
    return drums;
  }

  private void write(
      MusicFiles files,
      String name,
      DrumBars before,
      Humanizer.Humanized made,
      TrainedModel<GrooVae> trained)
      throws IOException {
    DrumBars after = new DrumBars(made.score(), DrumMap.GM);
    files.withdraw(name);
    boolean isLoop = loop.or(LoopLength.isLoop(before.score()));
    files.midiAndWav(name, made.score(), isLoop);
    Map<String, DrumPerformance> rolls = new LinkedHashMap<>();
    rolls.put("file", before.first(BARS_IN_PICTURE));
    if (!after.placed().isEmpty()) {
      rolls.put("played", after.first(BARS_IN_PICTURE));
    }
    files.picture(name, DrumRollPicture.ofPerformances(name + ", first bars", rolls));
    Map<String, Object> provenance = options.origin(trained);
    provenance.put("amount", amount);
    provenance.put("temperature", temperature);
    provenance.put("groove", groove);
    provenance.put("loop", isLoop);
    provenance.put("drum_map", DrumMap.GM.label());
    provenance.put("played", made.played());
    provenance.put("left", made.left());
    provenance.put("bars", after.cells());
    files.provenance(name, provenance);
  }
}
