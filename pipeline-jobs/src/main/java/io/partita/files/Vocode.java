package io.partita.files;

import static org.apache.spark.sql.functions.col;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.audio.FastGriffinLim;
import io.partita.audio.MelRecipe;
import io.partita.audio.Npy;
import io.partita.audio.file.LevelledWav;
import io.partita.ingest.audio.MelOptions;
import io.partita.input.InputPath;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.table.LakeTable;
import io.partita.run.ExitCode;
import io.partita.run.KeptInputs;
import io.partita.run.LoudnessOptions;
import io.partita.run.NewFile;
import io.partita.run.Spark;
import io.partita.run.WrittenFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns a log-mel spectrogram back into sound by Griffin and Lim's algorithm. */
@Command(
    name = "vocode",
    description = "Turn a mel spectrogram, of a .npy file or of a lake, back into sound.",
    footer = {
      "",
      "Examples:",
      "  partita vocode --input clip.npy --out clip.wav",
      "  partita vocode --lake lake --track 2 --out track-2.wav"
    })
public final class Vocode implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(names = "--out", required = true, paramLabel = "OUT.wav", description = "The sound.")
  private Path out;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "Recipe that the mel was made by, hifigan-22k-80 or mel-16k-64; a lake knows it"
              + " (default: hifigan-22k-80).")
  private String recipe;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "Iterations of the search for phases; more sound better and take longer (default:"
              + " ${DEFAULT-VALUE}).")
  private int iterations = FastGriffinLim.ITERATIONS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the phases to start from (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private LoudnessOptions loudness;

  /** Where the mel comes from. */
  static final class Source {
    @Option(
        names = {"--input", "--mel"},
        required = true,
        paramLabel = "FILE.npy",
        description = "An array [n_mels, n_frames] of natural logarithms.")
    private String mel;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private InLake inLake;
  }

  /** A track of a lake. */
  static final class InLake {
    @Option(names = "--lake", required = true, paramLabel = "DIR", description = "The lake.")
    private String lake;

    @Option(
        names = "--track",
        required = true,
        paramLabel = "ID",
        description = "Track as the column track_id of mel names it.")
    private String track;

    @Option(
        names = "--dataset",
        paramLabel = "NAME",
        description = "Data set of the track; needed where several have it.")
    private String dataset;
  }

  @Mixin private WrittenFiles written;

  @Override
  public Integer call() throws Exception {
    if (iterations < 0) {
      throw new UserException("--iterations must be 0 or more, not " + iterations + ".");
    }
    loudness.check(out);
    KeptInputs inputs = KeptInputs.of(source.mel);
    if (source.inLake != null) {
      inputs.lake(source.inLake.lake);
    }
    inputs.keepFrom(out);
    NewFile.require(out);
    MelFrames mel = source.mel == null ? fromLake() : fromFile();
    float[] samples = FastGriffinLim.invert(mel.frames(), mel.recipe(), iterations, seed);
    withinFullScale(samples);
    NewFile.write(
        out,
        part -> {
          try (LevelledWav wav = loudness.create(part, mel.recipe().sampleRateHz(), 1)) {
            wav.write(new float[][] {samples}, samples.length);
            wav.finish();
          }
        });
    System.err.println("The phases began as seed " + seed + " draws them.");
    written.add(out);
    written.end();
    return ExitCode.OK;
  }

  private MelFrames fromFile() throws IOException {
    MelRecipe known = MelOptions.recipe(recipe == null ? MelRecipe.HIFIGAN_22K_80.name() : recipe);
    try (InputStream in = InputPath.file(source.mel, Spark.hadoopConfiguration()).openStream()) {
      Npy array = Npy.read(in.readAllBytes());
      if (array.shape().length != 2) {
        throw new UserException(
            "--input "
                + source.mel
                + " has the shape "
                + Arrays.toString(array.shape())
                + ": give an array [n_mels, n_frames].");
      }
      return new MelFrames(known, array.toFrames());
    } catch (MalformedInputException e) {
      throw new UserException("--input " + source.mel + ": " + e.detail() + ".", e);
    }
  }

  private MelFrames fromLake() throws Exception {
    InLake from = source.inLake;
    Lake lake = Lake.existing(from.lake, Spark.hadoopConfiguration());
    List<Row> rows;
    try (SparkSession spark = Spark.session("vocode")) {
      rows =
          LakeReader.query(
              spark,
              lake,
              () -> true,
              tables -> {
                Column isTrack = col("track_id").equalTo(from.track);
                return tables
                    .get(LakeTable.MEL)
                    .where(
                        from.dataset == null
                            ? isTrack
                            : isTrack.and(col(LakeTable.DATASET).equalTo(from.dataset)))
                    .select("recipe", "recipe_version", "dtype", "n_mels", "mel", LakeTable.DATASET)
                    .sort("segment")
                    .collectAsList();
              });
    }
    if (rows.isEmpty()) {
      throw new UserException(
          "Lake " + from.lake + " has no mel of a track " + from.track + ": see its table mel.");
    }
    List<String> datasets =
        rows.stream().map(row -> row.<String>getAs(LakeTable.DATASET)).distinct().toList();
    if (datasets.size() > 1) {
      throw new UserException(
          "Track " + from.track + " is in the data sets " + datasets + ": name one by --dataset.");
    }
    return MelFrames.of(rows);
  }

  /** What is too loud for 16 bits becomes quieter as a whole, not clipped. */
  private static void withinFullScale(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    if (peak > 1) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] /= peak;
      }
    }
  }
}
