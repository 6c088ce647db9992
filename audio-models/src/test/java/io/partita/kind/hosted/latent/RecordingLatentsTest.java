package io.partita.kind.hosted.latent;

import static io.partita.FaultAssert.assertThatFault;
import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import io.partita.model.latent.AddedNoise;
import io.partita.nn.latent.FrameNoise;
import io.partita.numpy.Npy;
import io.partita.numpy.NpyInts;
import io.partita.numpy.Npz;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordingLatentsTest {
  private static final String SHA256 = "ab".repeat(32);

  private static RecordingLatents latents() {
    return new RecordingLatents(
        new float[][] {{1, 2, 3}, {4, 5, 6}},
        new LatentOrigin("m.ts", SHA256, 44_100, 2048, 5000, "a.wav", SHA256, null, 0, null));
  }

  private static byte[] file(float[] z, int[] shape, String origin) {
    byte[] text = origin.getBytes(StandardCharsets.UTF_8);
    int[] numbers = new int[text.length];
    for (int i = 0; i < text.length; i++) {
      numbers[i] = text[i] & 0xff;
    }
    return Npz.Writer.stored()
        .add("z", Npy.of(z, shape))
        .add("origin", NpyInts.of(numbers, numbers.length), NpyInts.Type.U1)
        .toBytes();
  }

  private static String origin(int samples) {
    return ("{'model': 'm.ts', 'model_sha256': '%s', 'sample_rate_hz': 44100, 'ratio': 2048,"
            + " 'samples': %d, 'source': null, 'source_sha256': null, 'seed': 3, 'noise': 0.5,"
            + " 'noise_dims': [1]}")
        .formatted(SHA256, samples)
        .replace('\'', '"');
  }

  private static void assertRejected(byte[] file, String fault, Object... names) {
    assertThatFault(() -> RecordingLatents.read(file)).is(fault).names(names);
  }

  @Test
  void comeBackFromTheirFile() throws Exception {
    RecordingLatents read = RecordingLatents.read(latents().toBytes());

    assertThat(read.values()).isDeepEqualTo(latents().values());
    assertThat(read.origin()).isEqualTo(latents().origin());
    assertThat(read.toBytes()).isEqualTo(latents().toBytes());
    assertThat(read.seconds()).isEqualTo(5000 / 44_100.0);
  }

  @Test
  void rejectsWhatDoesNotFitTogether() throws Exception {
    float[] z = new float[6];
    int[] shape = {2, 3};

    assertThat(RecordingLatents.read(file(z, shape, origin(5000))).origin().noiseDims())
        .containsExactly(1);
    assertRejected(file(z, shape, origin(7000)), "BAD_ORIGIN", 7000, 44100, 2048, 3, SHA256);
    assertRejected(file(z, shape, "{}"), "BAD_ORIGIN", "origin", "JSON", "encode");
    assertRejected(
        file(z, new int[] {6}, origin(5000)), "BAD_SHAPE", "z", "[6]", "[dimensions, frames]");
    assertRejected(
        Npz.Writer.stored().add("x", Npy.of(z, shape)).toBytes(),
        "NO_ORIGIN",
        "z",
        "origin",
        "encode",
        "x");
  }

  @Test
  void noiseIsAddedToTheDimensionsThatAreNamed() {
    RecordingLatents noisy = latents().perturbed(AddedNoise.of(0.5, List.of(1)), 9);

    assertThat(noisy.values()[0]).containsExactly(1, 2, 3);
    assertThat(noisy.values()[1][2]).isEqualTo((float) (6 + 0.5 * FrameNoise.at(9, 1, 2)));
    assertThat(noisy.origin().seed()).isEqualTo(9);
    assertThat(noisy.origin().noise()).isEqualTo(0.5);
    assertThat(noisy.origin().noiseDims()).containsExactly(1);
    assertThat(latents().perturbed(AddedNoise.of(0, null), 9).values())
        .isDeepEqualTo(latents().values());
    assertThatMistake(() -> latents().perturbed(AddedNoise.of(1, List.of(2)), 9))
        .is(Mistake.BAD_OPTION)
        .names("--dims", "2", "2", "0", "1");
  }

  @Test
  void drawsDoNotDependOnHowManyThereAre() {
    float[][] few = RecordingLatents.drawn(2, 3, 5);
    float[][] many = RecordingLatents.drawn(4, 9, 5);

    assertThat(many[1]).startsWith(few[1]);
  }

  @Test
  void bytesOfATableAreRead() throws Exception {
    LatentOrigin origin = latents().origin();
    ByteBuffer z = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= 6; i++) {
      z.putFloat(i);
    }

    RecordingLatents read = RecordingLatents.of(z.array(), 2, 3, origin);

    assertThat(read.values()).isDeepEqualTo(latents().values());
    assertFault(() -> RecordingLatents.of(z.array(), 2, 4, origin), "BAD_SHAPE", 24);
    assertFault(() -> RecordingLatents.of(new byte[16], 2, 2, origin), "BAD_ORIGIN", 0);
    z.putFloat(8, Float.NaN);
    assertFault(() -> RecordingLatents.of(z.array(), 2, 3, origin), "NOT_FINITE", 8);
  }

  private static void assertFault(ThrowingCallable read, String fault, long byteOffset) {
    assertThatFault(read).is(fault, byteOffset);
  }
}
