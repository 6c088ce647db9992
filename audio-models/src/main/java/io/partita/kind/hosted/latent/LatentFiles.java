package io.partita.kind.hosted.latent;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.kind.hosted.HostedFiles;
import io.partita.kind.hosted.HostedModel;
import io.partita.lake.file.NewFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.InputGuard;
import io.partita.lake.run.Spark;
import io.partita.option.ReplaceOption;
import io.partita.picture.LatentPicture;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Files that commands make of latents: sound, or the latents with their picture beside them. */
final class LatentFiles {
  private static final String NPZ = ".npz";

  private LatentFiles() {}

  /**
   * The latents of a file that encode wrote, with the model that is to hear them.
   *
   * @throws UserException where it is none, or of another model
   */
  static RecordingLatents read(String file, HostedModel model) throws IOException {
    RecordingLatents latents;
    try {
      latents = RecordingLatents.read(InputPath.bytes(file, Spark.hadoopConfiguration()));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(file, e);
    }
    String made = latents.origin().modelSha256();
    if (!made.equals(model.sha256())) {
      throw new UserException(
          Mistake.MISMATCH,
          String.format(
              Locale.ROOT,
              "%s was made by %s, SHA-256 %s…; --model %s is another, SHA-256 %s….",
              file,
              latents.origin().model(),
              made.substring(0, 12),
              model.name(),
              model.sha256().substring(0, 12)));
    }
    return latents;
  }

  /**
   * Fails where a file cannot be written.
   *
   * @throws UserException also where its name is of neither sound nor latents
   */
  static void check(Path out, boolean isFloat, InputGuard inputs, ReplaceOption replace)
      throws IOException {
    if (!isLatents(out) && SoundFormat.find(out).isEmpty()) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE,
          "--out %s: give a name that ends in %s, of sound, or in .npz, of latents."
              .formatted(out, SoundFormat.ENDINGS));
    }
    if (!isLatents(out)) {
      checkSound(out, isFloat, inputs);
      return;
    }
    inputs.require(out);
    inputs.keepFrom(picture(out));
    replace.requireBeside(out, List.of(picture(out)));
  }

  /**
   * Fails where a sound file cannot be written.
   *
   * @throws UserException also where its name is not of sound
   */
  static void checkSound(Path out, boolean isFloat, InputGuard inputs) throws IOException {
    inputs.keepFrom(out);
    SoundFormat.of(out).type(out, isFloat);
    NewFile.require(out);
  }

  /** Fails where a file is one of sound and its format does not take a rate. */
  static void checkRate(Path out, int rateHz) {
    SoundFormat.find(out).ifPresent(format -> format.check(out, rateHz, 1));
  }

  /** Whether a name is that of latents. */
  static boolean isLatents(Path out) {
    return name(out).endsWith(NPZ);
  }

  private static String name(Path out) {
    return out.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static Path picture(Path npz) {
    String name = npz.getFileName().toString();
    return npz.resolveSibling(name.substring(0, name.length() - NPZ.length()) + ".png");
  }

  /** Writes latents, and their picture beside them. */
  static void writeLatents(Path out, RecordingLatents latents, Consumer<Path> written)
      throws IOException {
    NewFile.write(out, latents.toBytes());
    written.accept(out);
    Path png = picture(out);
    String title =
        "Latents of " + (latents.origin().source() == null ? "a draw" : latents.origin().source());
    writePicture(png, title, latents, written);
    JobLog.sayf(
        "%s: %d dimensions, %,d frames of %,d samples at %,d Hz, model %s…",
        out,
        latents.values().length,
        latents.frames(),
        latents.origin().ratio(),
        latents.origin().sampleRateHz(),
        latents.origin().modelSha256().substring(0, 12));
  }

  /** Writes a picture of latents. */
  static void writePicture(Path png, String title, RecordingLatents latents, Consumer<Path> written)
      throws IOException {
    double frameS = (double) latents.origin().ratio() / latents.origin().sampleRateHz();
    NewFile.write(png, LatentPicture.png(title, latents.values(), frameS));
    written.accept(png);
  }

  /** Writes sound as loud as it comes, and says on standard error how much of it was clipped. */
  static void writeSound(
      Path out, float[] samples, int rateHz, boolean isFloat, Consumer<Path> written)
      throws IOException {
    long beyond = sound(out, samples, rateHz, isFloat, written);
    JobLog.sayf(
        "%s: %,d samples at %,d Hz, %.3f s, %,d of them %s",
        out,
        samples.length,
        rateHz,
        (double) samples.length / rateHz,
        beyond,
        isFloat ? "beyond full scale" : "clipped");
  }

  /** Writes sound as loud as it comes; how many samples are beyond full scale. */
  static long sound(Path out, float[] samples, int rateHz, boolean isFloat, Consumer<Path> written)
      throws IOException {
    SoundFormat format = SoundFormat.of(out);
    SampleType type = format.type(out, isFloat);
    NewFile.write(out, part -> format.write(part, type, rateHz, samples));
    written.accept(out);
    return FullScale.beyond(samples);
  }
}
