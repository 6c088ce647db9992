package io.partita.hosted.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.codec.CodecLayout;
import io.partita.codec.Ecdc.Segment;
import io.partita.hosted.HostedArray;
import io.partita.hosted.ModelHost;
import io.partita.hosted.file.HostedDescription;
import io.partita.hosted.file.HostedFormat;
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
          List.of(new CodecFile("stereo.ts", HASH)),
          48_000,
          2,
          320,
          1024,
          List.of(3.0, 6.0, 12.0, 24.0));

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
            List.of(),
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
      assertThatThrownBy(() -> codec.encode(new float[1][100], 3))
          .isInstanceOf(MalformedInputException.class)
          .hasMessage("ANOTHER_SHAPE at byte 0: the model hears 2 channels, not 1");
      assertThatThrownBy(() -> codec.encode(new float[2][0], 3))
          .isInstanceOf(MalformedInputException.class)
          .hasMessage("NO_SAMPLES at byte 0: there is not one sample");
      assertThatThrownBy(() -> codec.encode(new float[][] {{0, Float.NaN}, {0, 0}}, 3))
          .isInstanceOf(MalformedInputException.class)
          .hasMessage("NOT_FINITE at byte 4: sample 1 is NaN");
      assertThatThrownBy(() -> codec.encode(stereo(100), 5))
          .isInstanceOf(UserException.class)
          .hasMessage("stereo.ts has bandwidths of 3, 6, 12, 24 kbit/s, not 5.");
    }
  }

  @Test
  void refusesFilesOfOthers() throws Exception {
    CodedSound coded = new CodedSound(320, List.of(new Segment(1, new short[][] {{1}, {2}})));
    byte[] npz = coded.toNpz(SHAPE, null, null);
    String ecdc = new String(coded.toEcdc(SHAPE), StandardCharsets.ISO_8859_1);
    CodecShape mono =
        new CodecShape(SHAPE.files(), 24_000, 1, 320, 1024, List.of(1.5, 3.0, 6.0, 12.0));
    CodecShape other =
        new CodecShape(
            List.of(new CodecFile("other.ts", "b".repeat(64))),
            48_000,
            2,
            320,
            1024,
            SHAPE.bandwidths());

    assertThatThrownBy(() -> CodedSound.read(ecdc.getBytes(StandardCharsets.ISO_8859_1), mono))
        .hasMessage(
            "OTHER_CODEBOOKS at byte 0: the codes are of encodec_48khz, and stereo.ts has 24,000 Hz"
                + " and 1 channels");
    assertThatThrownBy(() -> CodedSound.read(npz, other))
        .hasMessage(
            "OTHER_CODEBOOKS at byte 0: it was made by stereo.ts, SHA-256 aaaaaaaaaaaa…; other.ts"
                + " is another, SHA-256 bbbbbbbbbbbb…");
    assertThatThrownBy(() -> CodedSound.read(npz, few()))
        .hasMessage("TOO_MANY_STAGES at byte 0: Codes of 2 codebooks, and stereo.ts has 1");
    String named = ecdc.replace(HASH, "not a hash");
    assertThatThrownBy(() -> CodedSound.read(named.getBytes(StandardCharsets.ISO_8859_1), SHAPE))
        .isInstanceOf(MalformedInputException.class);
  }

  private static CodecShape few() {
    return new CodecShape(SHAPE.files(), 48_000, 2, 320, 1024, List.of(1.5));
  }
}
