package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.codec.Ecdc.Segment;
import io.partita.kind.hosted.HostedFiles;
import io.partita.lake.file.NewFile;
import io.partita.lake.run.InputGuard;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.TrackCodes;
import io.partita.model.train.TrainedModel;
import io.partita.output.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Option;

/**
 * What {@code decode} does with a neural codec: codes of a file, or of a row of the table codes, to
 * sound as long as the recording. Samples beyond full scale are clipped and counted, or kept as
 * floats; they are never made quieter.
 */
public final class DecodeSound implements CodecJob, Decodes {
  @Option(
      names = "--float",
      description = "Codec, latent model: write 32-bit floats to .wav instead of 16-bit integers.")
  private boolean isFloat;

  @Override
  public int decode(DecodeInput options, TrainedModel<?> none) throws Exception {
    boolean isWhole = options.lake != null && options.dataset != null && options.track != null;
    boolean isNothing = options.lake == null && options.dataset == null && options.track == null;
    if (options.in == null ? !isWhole : !isNothing) {
      throw new UserException(
          Mistake.MISSING_OPTION,
          "Give a file of codes, or --lake, --dataset and --track: one of the two.");
    }
    Path out = options.out;
    SoundFormat format = SoundFormat.of(out);
    SampleType type = format.type(out, isFloat);
    InputGuard inputs = InputGuard.of(options.in, options.model);
    (options.lake == null ? inputs : inputs.lake(options.lake)).require(out);
    try (EncodecCodec codec = EncodecCodec.open(HostedFiles.model(options.model))) {
      CodecShape shape = codec.shape();
      int rateHz = shape.rateHz();
      format.check(out, rateHz, shape.channels());
      CodedSound coded =
          options.in == null
              ? ofTrack(options, shape)
              : GivenFile.read(options.in, file -> CodedSound.read(file, shape));
      int used = options.stages(coded.stages());
      float[][] channels = decoded(codec, options.source(), coded, used);
      NewFile.write(out, part -> format.write(part, type, rateHz, channels));
      long clipped = isFloat ? 0 : FullScale.beyond(channels);
      Map<String, Object> made = new LinkedHashMap<>();
      made.put("file", out.toString());
      made.put("stages", used);
      made.put("frames", coded.frames());
      made.put("samples", coded.samples());
      made.put("sample_rate_hz", rateHz);
      made.put("clipped", clipped);
      made.put("model_sha256", shape.model().sha256());
      return Answer.print(
          options.json,
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
                  shape.model().sha256().substring(0, 12)));
    }
  }

  private static CodedSound ofTrack(DecodeInput options, CodecShape shape) throws Exception {
    String sha256 = shape.model().sha256();
    Row row =
        TrackCodes.of(
            options, options.dataset, found -> sha256.equals(found.getAs("model_sha256")));
    if (!sha256.equals(row.getAs("model_sha256"))) {
      throw new UserException(
          Mistake.MISMATCH,
          "The codes of track %s were made by %s, SHA-256 %s…; %s is another, SHA-256 %s…."
              .formatted(
                  options.track,
                  row.getAs("model"),
                  row.<String>getAs("model_sha256").substring(0, 12),
                  shape.model().name(),
                  sha256.substring(0, 12)));
    }
    try {
      short[][] codes = TrackCodes.unpacked(row, shape.entries());
      return CodedSound.of(codes, row.getAs("scales"), row.<Long>getAs("n_samples"), shape);
    } catch (MalformedInputException e) {
      throw GivenFile.malformed("codes of track " + options.track, e);
    }
  }

  private static float[][] decoded(EncodecCodec codec, String in, CodedSound coded, int stages) {
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
