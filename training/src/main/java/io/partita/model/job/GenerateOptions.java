package io.partita.model.job;

import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.run.InputGuard;
import io.partita.model.ClassDraw;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoudnessOptions;
import io.partita.option.OptionRange;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import io.partita.output.OnlyOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code generate} that every model has. */
public final class GenerateOptions extends AnyModelOptions {
  private static final int MAX_COUNT = 1000;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT",
      description =
          "Folder for MODEL-sSEED-01.mid, .wav, .png and .json; for a latent model a file.")
  public Path out;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length in seconds: at most for a token model, exact for a latent model.")
  public Double seconds;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of generations (default: ${DEFAULT-VALUE}).")
  public int count = 1;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Sampling temperature above 0; below 1 favours likely notes (default: 1, MusicVAE and"
              + " GPT-VAE 0.5).")
  private Double temperature;

  @Option(names = "--argmax", description = "Take the likeliest note or step instead of sampling.")
  public boolean argmax;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the sampling: same seed, same music (default: ${DEFAULT-VALUE}).")
  public long seed = 1;

  /** Temperature where none is given. */
  private double usualTemperature = 1;

  @Mixin private OnlyOption only = new OnlyOption();

  @Mixin private DrawOptions among = new DrawOptions();

  @Mixin public SliceOptions slices = new SliceOptions();

  @Mixin public LoudnessOptions loudness = new LoudnessOptions();

  @Mixin public ReplaceOption replace = new ReplaceOption();

  /**
   * Options of one generation that is not written.
   *
   * @param temperature null for the kind's usual
   * @param topK null for all
   * @param topP null for 1
   */
  public static GenerateOptions of(
      long seed, Double temperature, Integer topK, Double topP, boolean argmax) {
    GenerateOptions options = new GenerateOptions();
    options.seed = seed;
    options.temperature = temperature;
    options.among = DrawOptions.of(topK, topP);
    options.argmax = argmax;
    return options;
  }

  /** Fails on what can be told from these options alone. */
  public void check() {
    loudness.lufs();
    OptionRange.require(
        count >= 1 && count <= MAX_COUNT, "--count must be 1 to " + MAX_COUNT, count);
    requireTemperature(temperature);
    among.check();
    slices.check();
  }

  /**
   * Takes a temperature where none is given.
   *
   * @param temperature that models of a kind generate at
   */
  public void usually(double temperature) {
    usualTemperature = temperature;
  }

  /** The temperature that is given, or the usual one of the kind. */
  public double temperature() {
    return temperature == null ? usualTemperature : temperature;
  }

  /** How notes or steps are drawn. */
  public ClassDraw draw() {
    return argmax ? ClassDraw.LIKELIEST : among.at(temperature());
  }

  /**
   * The same for a title, as {@code steps drawn at temperature 0.9}.
   *
   * @param what is drawn, one of it
   */
  public String how(String what) {
    return argmax
        ? "always the likeliest " + what
        : what + "s drawn at temperature " + temperature() + among.phrase();
  }

  /**
   * The title of a picture of notes.
   *
   * @param name of the generation
   * @param what is drawn, one of it
   */
  public String title(String name, int notes, String what, long drawnBy) {
    return String.format(Locale.ROOT, "%s: %d notes, %s, seed %d", name, notes, how(what), drawnBy);
  }

  /**
   * Fails where it was said how notes or steps are drawn, of a model that has none.
   *
   * @param title of its kind
   */
  public void requireNoClasses(String title) {
    if (argmax || among.isGiven()) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A " + title + " samples no notes or steps: leave out --argmax, --top-k and --top-p.");
    }
  }

  /**
   * Fails where a length was given, of a model that has no use for it.
   *
   * @param title of its kind
   */
  void requireSeconds(boolean isUsed, String title) {
    if (seconds != null && !isUsed) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE, "A " + title + " counts no seconds: leave out --seconds.");
    }
  }

  /**
   * Fails where something was asked for that needs music of several notes, of a model that makes
   * one sound as it comes.
   *
   * @param title of its sort
   */
  public void requireOneSound(String title) {
    requireNoClasses(title);
    slices.requireUsed(false, false, title);
    if (count != 1 || temperature != null || only.isGiven() || !loudness.isUsual()) {
      throw new UserException(
          Mistake.OPTIONS_EXCLUDE,
          "A "
              + title
              + " makes one sound, at its own level: leave out --count, --temperature, --only and"
              + " --loudness.");
    }
  }

  /** Adds what decides how is drawn to a JSON file. */
  public void addDrawTo(Map<String, Object> provenance) {
    provenance.put("temperature", temperature());
    provenance.put("argmax", argmax);
    among.addTo(provenance);
  }

  /** What a file of all generations is called. */
  public String name(TrainedModel<?> trained) {
    return trained.folder().lastName() + "-s" + seed;
  }

  /** What the files of a generation are called; the first is number 0. */
  public String name(TrainedModel<?> trained, int number) {
    return String.format(Locale.ROOT, "%s-%02d", name(trained), number + 1);
  }

  /** Those of all generations. */
  public List<String> names(TrainedModel<?> trained) {
    return IntStream.range(0, count).mapToObj(number -> name(trained, number)).toList();
  }

  /**
   * The folder for these files, to be asked for before any work.
   *
   * @param others names of further files
   * @throws UserException where one of them would replace an input or, without {@code --replace},
   *     any file
   */
  public MusicFiles files(
      TrainedModel<?> trained, InputGuard inputs, List<String> others, Consumer<Path> written)
      throws IOException {
    MusicFiles files = only.of(MusicFiles.in(out, loudness, replace, written));
    files.claim(inputs, names(trained));
    files.claim(inputs, others);
    return files;
  }

  /** Null where none is given, which is no mistake. */
  public static void requireTemperature(Double temperature) {
    OptionRange.require(
        temperature == null || (temperature > 0 && temperature <= 100),
        "--temperature must be above 0 and at most 100",
        temperature);
  }
}
