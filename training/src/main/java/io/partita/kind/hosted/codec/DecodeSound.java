package io.partita.kind.hosted.codec;

import io.partita.MalformedInputException;
import io.partita.audio.FullScale;
import io.partita.audio.file.SoundFormat;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.codec.Ecdc.Segment;
import io.partita.kind.hosted.HostedFiles;
import io.partita.lake.file.NewFile;
import io.partita.model.latent.DecodeInput;
import io.partita.model.latent.Decodes;
import io.partita.model.latent.GivenFile;
import io.partita.model.train.TrainedModel;
import io.partita.output.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;

/**
 * What {@code decode} does with a neural codec: a file of codes to sound as long as the recording.
 * Samples beyond full scale are clipped and counted, never made quieter.
 */
public final class DecodeSound implements CodecJob, Decodes {
  @Mixin private CodecOptions codec = new CodecOptions();

  @Override
  public List<String> help() {
    return List.of("A neural codec decodes a file of codes to sound with its own decoder.");
  }

  @Override
  public int decode(DecodeInput options, TrainedModel<?> none) throws IOException {
    options.requireFile(title());
    String in = options.in;
    Path out = options.out;
    SoundFormat format = SoundFormat.of(out);
    codec.kept(in, options.model).require(out);
    try (SoundCodec opened = codec.open(options.model)) {
      CodecShape shape = opened.shape();
      int rateHz = shape.rateHz();
      format.check(out, rateHz, shape.channels());
      CodedSound coded = GivenFile.read(in, file -> CodedSound.read(file, shape));
      int used = options.stages(coded.stages());
      float[][] channels = decoded(opened, in, coded, used);
      NewFile.write(out, part -> format.write(part, SampleType.INT16, rateHz, channels));
      long clipped = FullScale.beyond(channels);
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
