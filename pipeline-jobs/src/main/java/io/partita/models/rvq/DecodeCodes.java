package io.partita.models.rvq;

import static io.partita.lake.table.LakeTable.CODES;
import static io.partita.lake.table.LakeTable.DATASET;
import static org.apache.spark.sql.functions.col;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FastGriffinLim;
import io.partita.audio.FullScale;
import io.partita.audio.MelRecipe;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodePacking;
import io.partita.codec.CodesFile;
import io.partita.codec.ResidualQuantizer;
import io.partita.lake.Lake;
import io.partita.lake.LakeReader;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.KeptInputs;
import io.partita.lake.run.Spark;
import io.partita.model.archive.ModelFolder;
import io.partita.model.rvq.Rvq;
import io.partita.models.codec.CodecOptions;
import io.partita.models.codec.CodesToSound;
import io.partita.numpy.Npy;
import io.partita.output.Answer;
import io.partita.training.ModelKinds;
import io.partita.training.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Codes to frames, or to sound. Input: an npz file or a row of the table codes; output: a file. */
@Command(
    name = "decode-codes",
    description = {
      "Decode codes to a mel (.npy) or to audio.",
      "The codes are those of a quantiser, or of a neural codec trained elsewhere."
    },
    footer = {
      "",
      "Mel becomes sound by fast Griffin-Lim, as in vocode; a codec has its own decoder. Samples",
      "beyond full scale are clipped and counted.",
      "",
      "Examples:",
      "  partita decode-codes codes.npz --model models/codes --out mel.npy",
      "  partita decode-codes --model models/codes --lake lake --track ID --stages 1 --out one.wav",
      "  partita decode-codes clip.ecdc --model encodec.ts --out again.wav"
    })
public final class DecodeCodes implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Codes that encode-codes wrote: .npz, of a codec also .ecdc.")
  private String file;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|FILE",
      description = "Folder of the quantiser that they were made with, or the codec's file.")
  private String model;

  @Mixin private CodecOptions codec = new CodecOptions();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description =
          "File to write: .npy for [n_mels, n_frames], or for sound " + SoundFormat.ENDINGS + ".")
  private Path out;

  @Option(names = "--lake", paramLabel = "DIR", description = "Lake of the codes.")
  private String folder;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Data set of the lake (default: the one that the model was trained on).")
  private String dataset;

  @Option(names = "--track", paramLabel = "ID", description = "Track of the table codes.")
  private String track;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "The first N stages only (default: all).")
  private Integer stages;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the phases of sound (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "One object: file, stages, frames.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (codec.takes(model)) {
      if (file == null || folder != null || dataset != null || track != null) {
        throw new UserException(
            Mistake.MISSING_OPTION, "A codec decodes a file: give it and --out.");
      }
      return CodesToSound.run(model, codec, file, stages, out, json);
    }
    codec.requireNone(model);
    if ((file == null) == (folder == null) || (folder == null) != (track == null)) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give a file of codes, or --lake and --track: one of the two.");
    }
    Optional<SoundFormat> sound = SoundFormat.find(out);
    if (sound.isEmpty() && !out.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          "--out must end in .npy or, for sound, in " + SoundFormat.ENDINGS + ", not " + out + ".");
    }
    KeptInputs inputs = file == null ? KeptInputs.of().lake(folder) : KeptInputs.of(file);
    inputs.model(model, ModelFolder.at(model, Spark.hadoopConfiguration()).path()).keepFrom(out);
    NewFile.require(out);
    TrainedModel<Rvq> trained =
        TrainedModel.read(ModelKinds.RVQ, model, Spark.hadoopConfiguration());
    Rvq rvq = trained.model();
    if (sound.isPresent() && !rvq.column().equals(Rvq.MEL)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "The model's frames are latents, no mel: write .npy.");
    }
    MelRecipe recipe = sound.isEmpty() ? null : FrameSource.of("", rvq).recipe();
    if (recipe != null) {
      sound.get().check(out, recipe.sampleRateHz(), 1);
    }
    CodeBooks books = rvq.books(trained.numbers().parameters());
    short[][] codes =
        file == null
            ? ofTrack(trained, books)
            : CodesInput.read(file, bytes -> CodesFile.read(bytes, books)).codes();
    int used = stages == null ? codes.length : stages;
    RvqOptions.within("--stages", used, 1, codes.length);
    float[][] frames =
        rvq.denormalised(new ResidualQuantizer(books).decode(Arrays.copyOf(codes, used)));
    if (recipe != null) {
      writeSound(frames, recipe, sound.get());
    } else {
      NewFile.write(out, Npy.ofFrames(frames, rvq.dimension()).toFloat32());
    }
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("file", out.toString());
    made.put("stages", used);
    made.put("frames", frames.length);
    return Answer.print(
        json, made, any -> "%s: %d frames of %d stages".formatted(out, frames.length, used));
  }

  private void writeSound(float[][] frames, MelRecipe recipe, SoundFormat format)
      throws IOException {
    float[] samples = FastGriffinLim.invertPredicted(frames, recipe, seed);
    FullScale.fit(samples);
    NewFile.write(
        out, part -> format.write(part, SampleType.INT16, recipe.sampleRateHz(), samples));
  }

  private short[][] ofTrack(TrainedModel<Rvq> trained, CodeBooks books) throws Exception {
    Lake lake = Lake.existing(folder, Spark.hadoopConfiguration());
    String of = dataset == null ? trained.card().provenance().dataset() : dataset;
    lake.runId(of, CODES);
    List<Row> rows;
    try (SparkSession spark = Spark.session("decode-codes")) {
      rows =
          LakeReader.query(
              spark,
              lake,
              () -> true,
              tables ->
                  tables
                      .get(CODES)
                      .where(col(DATASET).equalTo(of))
                      .where(col("track_id").equalTo(track))
                      .select("codebooks_sha256", "stages", "n_frames", "bits", "codes")
                      .collectAsList());
    }
    if (rows.isEmpty()) {
      throw new UserException(
          Mistake.NO_SUCH_TRACK,
          "Data set " + of + " has no codes of a track " + track + ": see its table codes.");
    }
    Row row =
        rows.stream()
            .filter(found -> found.getString(0).equals(books.sha256()))
            .findFirst()
            .orElse(rows.get(0));
    try {
      CodesFile.requireSame(row.getString(0), books);
      return CodePacking.unpack(
          row.getAs(4), 0, row.getInt(1), row.getInt(2), row.getInt(3), books.entries());
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "codes of track %s, byte %d: %s.".formatted(track, e.byteOffset(), e.detail()),
          e);
    }
  }
}
