package io.partita.models.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.hosted.codec.CodecShape;
import io.partita.hosted.codec.CodedSound;
import io.partita.hosted.codec.SoundCodec;
import io.partita.lake.file.NewFile;
import io.partita.models.hosted.HostedFiles;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code encode-codes} by a neural codec: an audio file to a file of codes. */
public final class SoundToCodes {
  private static final String ECDC = ".ecdc";
  private static final String NPZ = ".npz";

  private SoundToCodes() {}

  /**
   * Encodes a file.
   *
   * @param in audio file
   * @param bandwidth in kbit/s, null for the model's largest
   * @param out file to write, .ecdc or .npz
   * @return the exit code
   * @throws UserException at a mistake of the user
   */
  public static int run(
      String model, CodecOptions options, String in, Double bandwidth, Path out, boolean json)
      throws IOException {
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(ECDC) && !name.endsWith(NPZ)) {
      throw new UserException(
          Mistake.UNSUPPORTED_FILE, "--out " + out + ": give a name that ends in .ecdc or .npz.");
    }
    options.kept(in, model).keepFrom(out);
    NewFile.require(out);
    try (SoundCodec codec = options.open(model)) {
      CodecShape shape = codec.shape();
      List<Double> all = shape.bandwidths();
      double used = bandwidth == null ? all.get(all.size() - 1) : bandwidth;
      int stages = shape.stages(used);
      CodecSound sound = CodecSound.read(in, shape);
      CodedSound coded = encoded(codec, in, sound, used);
      String source = in.substring(in.lastIndexOf('/') + 1);
      byte[] file =
          name.endsWith(ECDC) ? coded.toEcdc(shape) : coded.toNpz(shape, source, sound.sha256());
      NewFile.write(out, file);
      Map<String, Object> made = new LinkedHashMap<>();
      made.put("file", out.toString());
      made.put("bandwidth_kbps", used);
      made.put("stages", stages);
      made.put("frames", coded.frames());
      made.put("samples", coded.samples());
      made.put("bytes", file.length);
      made.put("model_sha256", shape.model().sha256());
      return Answer.print(
          json,
          made,
          any ->
              String.format(
                  Locale.ROOT,
                  "%s: %d codebooks of %,d frames, %s kbit/s, %,d bytes, model %s…",
                  out,
                  stages,
                  coded.frames(),
                  used,
                  file.length,
                  shape.model().sha256().substring(0, 12)));
    }
  }

  private static CodedSound encoded(
      SoundCodec codec, String in, CodecSound sound, double bandwidth) {
    try {
      return new CodedSound(sound.channels()[0].length, codec.encode(sound.channels(), bandwidth));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(in, e);
    }
  }
}
