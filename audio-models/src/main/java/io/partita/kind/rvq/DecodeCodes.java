package io.partita.kind.rvq;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FastGriffinLim;
import io.partita.audio.FullScale;
import io.partita.audio.MelRecipe;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.codec.CodeBooks;
import io.partita.codec.CodesFile;
import io.partita.codec.ResidualQuantizer;
import io.partita.lake.file.NewFile;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.TrackCodes;
import io.partita.model.train.TrainedModel;
import io.partita.numpy.Npy;
import io.partita.output.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** What {@code decode} does with a quantiser: an npz file or a row of codes to mel or to sound. */
final class DecodeCodes implements RvqJob, Decodes {
  @Override
  public int decode(DecodeInput options, TrainedModel<?> any) throws Exception {
    if ((options.in == null) == (options.lake == null)
        || (options.lake != null) != (options.track != null)) {
      throw new UserException(
          Mistake.MISSING_OPTION, "Give a file of codes, or --lake and --track: one of the two.");
    }
    TrainedModel<Rvq> trained = any.as(kind());
    Path out = options.out;
    Optional<SoundFormat> sound = SoundFormat.find(out);
    if (sound.isEmpty() && !out.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          "--out must end in .npy or, for sound, in " + SoundFormat.ENDINGS + ", not " + out + ".");
    }
    options.checkOut(trained);
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
        options.in == null
            ? ofTrack(options, trained, books)
            : GivenFile.read(options.in, bytes -> CodesFile.read(bytes, books)).codes();
    int used = options.stages(codes.length);
    float[][] frames =
        rvq.denormalised(new ResidualQuantizer(books).decode(Arrays.copyOf(codes, used)));
    if (recipe != null) {
      float[] samples = FastGriffinLim.invertPredicted(frames, recipe, options.seed);
      FullScale.fit(samples);
      NewFile.write(
          out, part -> sound.get().write(part, SampleType.INT16, recipe.sampleRateHz(), samples));
    } else {
      NewFile.write(out, Npy.ofFrames(frames, rvq.dimension()).toFloat32());
    }
    Map<String, Object> made = new LinkedHashMap<>();
    made.put("file", out.toString());
    made.put("stages", used);
    made.put("frames", frames.length);
    return Answer.print(
        options.json,
        made,
        all -> "%s: %d frames of %d stages".formatted(out, frames.length, used));
  }

  private static short[][] ofTrack(DecodeInput options, TrainedModel<Rvq> trained, CodeBooks books)
      throws Exception {
    String of = options.dataset == null ? trained.card().provenance().dataset() : options.dataset;
    Row row =
        TrackCodes.of(options, of, found -> books.sha256().equals(found.getAs("codebooks_sha256")));
    try {
      CodesFile.requireSame(row.getAs("codebooks_sha256"), books);
      return TrackCodes.unpacked(row, books.entries());
    } catch (MalformedInputException e) {
      throw GivenFile.malformed("codes of track " + options.track, e);
    }
  }
}
