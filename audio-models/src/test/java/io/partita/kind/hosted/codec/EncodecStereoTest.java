package io.partita.kind.hosted.codec;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.codec.CodecLayout;
import io.partita.codec.Ecdc.Segment;
import io.partita.kind.hosted.HostedArray;
import io.partita.kind.hosted.ModelHost;
import io.partita.kind.hosted.file.HostedDescription;
import io.partita.kind.hosted.file.HostedFormat;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * The layout of 48 kHz in stereo, with a network that codes the mean of each frame: no such model
 * is at hand to run.
 */
class EncodecStereoTest {
  private static final String HASH = "a".repeat(64);
  private static final CodecShape SHAPE =
      new CodecShape(
          new CodecFile("stereo.ts", HASH), 48_000, 2, 320, 1024, List.of(3.0, 6.0, 12.0, 24.0));

  /** Of codes c in stage 0 (left) and 1 (right): samples (c − 512) / 64, frame by frame. */
  private static final class MeanHost implements ModelHost {
    private final List<long[]> heard = new ArrayList<>();

    @Override
    public List<HostedArray> call(String method, List<HostedArray> inputs, OptionalLong seed) {
      HostedArray input = inputs.get(0);
      heard.add(input.shape());
      return List.of(method.equals("encode") ? encode(input) : decode(input));
    }

    private static HostedArray encode(HostedArray sound) {
      int samples = (int) sound.shape()[2];
      int frames = (samples + 319) / 320;
      long[] codes = new long[2 * frames];
      for (int channel = 0; channel < 2; channel++) {
        for (int frame = 0; frame < frames; frame++) {
          double sum = 0;
          int to = Math.min(samples, (frame + 1) * 320);
          for (int i = frame * 320; i < to; i++) {
            sum += sound.floats()[channel * samples + i];
          }
          codes[channel * frames + frame] = Math.round(sum / (to - frame * 320) * 64) + 512;
        }
      }
      return HostedArray.of(codes, 1, 2, frames);
    }

    private static HostedArray decode(HostedArray codes) {
      int frames = (int) codes.shape()[2];
      float[] samples = new float[2 * frames * 320];
      for (int i = 0; i < samples.length; i++) {
        int channel = i / (frames * 320);
        samples[i] = (codes.longs()[channel * frames + i % (frames * 320) / 320] - 512) / 64f;
      }
      return HostedArray.of(samples, 1, 2, frames * 320L);
    }

    @Override
    public void reset() {}

    @Override
    public void close() {}
  }

  private static EncodecCodec codec(MeanHost host) {
    HostedDescription description =
        new HostedDescription(
            HostedFormat.TORCHSCRIPT,
            1,
            HASH,
            "Stereo",
            List.of(),
            OptionalInt.of(48_000),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            false,
            false,
            List.of(),
            List.of());
    return new EncodecCodec(host, description, SHAPE, Optional.empty());
  }

  /** Steps of 320 samples, so that frames lose nothing. */
  private static float[][] stereo(int samples) {
    float[][] channels = new float[2][samples];
    for (int i = 0; i < samples; i++) {
      channels[0][i] = 0.25f;
      channels[1][i] = -0.125f;
    }
    return channels;
  }

  @Test
  void cutsIntoSegmentsOfOneLoudness() throws Exception {
    MeanHost host = new MeanHost();
    try (EncodecCodec codec = codec(host)) {
      List<Segment> segments = codec.encode(stereo(100_000), 3);

      assertThat(codec.shape().layout()).contains(CodecLayout.ENCODEC_48KHZ);
      assertThat(host.heard)
          .containsExactly(
              new long[] {1, 2, 48_000}, new long[] {1, 2, 48_000}, new long[] {1, 2, 4960});
      assertThat(segments)
          .extracting(segment -> segment.codes()[0].length)
          .containsExactly(150, 150, 16);
      // The mean of both channels is .0625 throughout.
      assertThat(segments)
          .allSatisfy(one -> assertThat(one.scale()).isCloseTo(0.0625f, within(2e-8f)));
      assertThat(segments.get(0).codes()[0]).containsOnly((short) (512 + 4 * 64));
      assertThat(segments.get(2).codes()[1]).containsOnly((short) (512 - 2 * 64));
    }
  }

  @Test
  void joinsWhatOverlaps() throws Exception {
    try (EncodecCodec codec = codec(new MeanHost())) {
      float[][] sound = stereo(100_000);
      CodedSound coded = new CodedSound(100_000, codec.encode(sound, 3));
      byte[] ecdc = coded.toEcdc(SHAPE);
      CodedSound again = CodedSound.read(ecdc, SHAPE);

      float[][] made = codec.decode(again.segments(), 100_000);

      assertThat(made).hasDimensions(2, 100_000);
      for (int i = 0; i < 100_000; i++) {
        assertThat(made[0][i]).isCloseTo(0.25f, within(1e-5f));
        assertThat(made[1][i]).isCloseTo(-0.125f, within(1e-5f));
      }
      CodedSound npz = CodedSound.read(coded.toNpz(SHAPE, "s.wav", HASH), SHAPE);
      assertThat(npz.codes()).isDeepEqualTo(coded.codes());
      assertThat(npz.segments()).hasSize(3);
    }
  }

  @Test
  void hearsSilence() throws Exception {
    try (EncodecCodec codec = codec(new MeanHost())) {
      List<Segment> segments = codec.encode(new float[2][1000], 3);

      assertThat(segments).hasSize(1);
      assertThat(segments.get(0).scale()).isEqualTo(1e-8f);
      assertThat(codec.decode(segments, 1000)[1]).containsOnly(0);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (EncodecCodec codec = codec(new MeanHost())) {
      assertThatFault(() -> codec.encode(new float[1][100], 3))
          .is("ANOTHER_SHAPE", 0)
          .names("2", "1");
      assertThatFault(() -> codec.encode(new float[2][0], 3)).is("NO_SAMPLES", 0);
      assertThatFault(() -> codec.encode(new float[][] {{0, Float.NaN}, {0, 0}}, 3))
          .is("NOT_FINITE", 4)
          .names("1", "NaN");
      assertThatMistake(() -> codec.encode(stereo(100), 5))
          .is(Mistake.BAD_OPTION)
          .names("stereo.ts", "3, 6, 12, 24", "5");
    }
  }

  @Test
  void refusesFilesOfOthers() throws Exception {
    CodedSound coded = new CodedSound(320, List.of(new Segment(1, new short[][] {{1}, {2}})));
    byte[] npz = coded.toNpz(SHAPE, null, null);
    String ecdc = new String(coded.toEcdc(SHAPE), StandardCharsets.ISO_8859_1);
    CodecShape mono =
        new CodecShape(SHAPE.model(), 24_000, 1, 320, 1024, List.of(1.5, 3.0, 6.0, 12.0));
    CodecShape other =
        new CodecShape(
            new CodecFile("other.ts", "b".repeat(64)), 48_000, 2, 320, 1024, SHAPE.bandwidths());

    assertThatFault(() -> CodedSound.read(ecdc.getBytes(StandardCharsets.ISO_8859_1), mono))
        .is("OTHER_CODEBOOKS", 0)
        .names("encodec_48khz", "stereo.ts", "24,000", "1");
    assertThatFault(() -> CodedSound.read(npz, other))
        .is("OTHER_CODEBOOKS", 0)
        .names("stereo.ts", "SHA-256", "other.ts", "SHA-256");
    assertThatFault(() -> CodedSound.read(npz, few()))
        .is("TOO_MANY_STAGES", 0)
        .names("2", "stereo.ts", "1");
    String named = ecdc.replace(HASH, "not a hash");
    assertThatThrownBy(() -> CodedSound.read(named.getBytes(StandardCharsets.ISO_8859_1), SHAPE))
        .isInstanceOf(MalformedInputException.class);
  }

  /** The files beside the model of codecs that had several. */
  @Test
  void readsOlderFilesThatNameFurtherFiles() throws Exception {
    CodedSound coded = new CodedSound(320, List.of(new Segment(1, new short[][] {{1}, {2}})));
    Npz made = Npz.read(coded.toNpz(SHAPE, null, null));
    String further = "}, {\"name\": \"books.npy\", \"sha256\": \"%s\"}]".formatted("b".repeat(64));
    String origin = new String(made.ints("origin").toBytes(), StandardCharsets.UTF_8);
    byte[] older =
        Npz.Writer.stored()
            .add("codes", made.ints("codes"), NpyInts.Type.I2)
            .add("scales", made.floats("scales"))
            .add(
                "origin",
                NpyInts.ofBytes(origin.replace("}]", further).getBytes(StandardCharsets.UTF_8)),
                NpyInts.Type.U1)
            .toBytes();

    assertThat(CodedSound.read(older, SHAPE).codes()).isDeepEqualTo(coded.codes());
  }

  private static CodecShape few() {
    return new CodecShape(SHAPE.model(), 48_000, 2, 320, 1024, List.of(1.5));
  }
}
