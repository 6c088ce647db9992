package io.partita.models.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.codec.Ecdc.Segment;
import io.partita.hosted.codec.CodedSound;
import io.partita.hosted.codec.SoundCodec;
import io.partita.lake.file.NewFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.models.hosted.HostedFiles;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code decode-codes} by a neural codec: a file of codes to sound as long as the recording. */
public final class CodesToSound {
  private CodesToSound() {}

  /**
   * Decodes a file. Samples beyond full scale are clipped and counted, never made quieter.
   *
   * @param in file of codes, .ecdc or .npz
   * @param stages codebooks that are used, the first of them; null for all
   * @param out sound file to write
   * @return the exit code
   * @throws UserException at a mistake of the user
   */
  public static int run(
      String model, CodecOptions options, String in, Integer stages, Path out, boolean json)
      throws IOException {
    SoundFormat format = SoundFormat.of(out);
    options.kept(in, model).keepFrom(out);
    NewFile.require(out);
    try (SoundCodec codec = options.open(model)) {
      format.check(out, codec.shape().rateHz(), codec.shape().channels());
      CodedSound coded = read(in, codec);
      int used = stages == null ? coded.stages() : stages;
      if (used < 1 || used > coded.stages()) {
        throw new UserException(
            Mistake.BAD_OPTION,
            "--stages must be from 1 to %d, not %d.".formatted(coded.stages(), used));
      }
      float[][] channels = decoded(codec, in, coded, used);
      int rateHz = codec.shape().rateHz();
      NewFile.write(out, part -> format.write(part, SampleType.INT16, rateHz, channels));
      long clipped = FullScale.beyond(channels);
      Map<String, Object> made = new LinkedHashMap<>();
      made.put("file", out.toString());
      made.put("stages", used);
      made.put("frames", coded.frames());
      made.put("samples", coded.samples());
      made.put("sample_rate_hz", rateHz);
      made.put("clipped", clipped);
      made.put("model_sha256", codec.shape().model().sha256());
      return Answer.print(
          json,
          made,
          any ->
              String.format(
                  Locale.ROOT,
                  "%s: %,d samples at %,d Hz of %d codebooks, %,d of them clipped, model %s…",
                  out,
                  coded.samples(),
                  rateHz,
                  used,
                  clipped,
                  codec.shape().model().sha256().substring(0, 12)));
    }
  }

  private static CodedSound read(String file, SoundCodec codec) throws IOException {
    try {
      return CodedSound.read(InputPath.bytes(file, Spark.hadoopConfiguration()), codec.shape());
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE,
          "%s, byte %d: %s.".formatted(file, e.byteOffset(), e.detail()),
          e);
    }
  }

  private static float[][] decoded(SoundCodec codec, String in, CodedSound coded, int stages) {
    try {
      return codec.decode(
          coded.segments().stream()
              .map(one -> new Segment(one.scale(), Arrays.copyOf(one.codes(), stages)))
              .toList(),
          Math.toIntExact(coded.samples()));
    } catch (MalformedInputException e) {
      throw HostedFiles.refused(in, e);
    }
  }
}
