package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Samples of WAV files of 16 bits, as Java's own reader gives them. */
public final class WavSamples {
  /** Samples around a seam in which the largest step of a loop without a click may be. */
  private static final int AROUND = 2_205;

  private WavSamples() {}

  /** The first channel, 1 is full scale. */
  public static float[] left(Path file) throws Exception {
    try (AudioInputStream wav = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(wav.getFormat().getSampleSizeInBits()).isEqualTo(16);
      int channels = wav.getFormat().getChannels();
      ShortBuffer shorts =
          ByteBuffer.wrap(wav.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      float[] samples = new float[shorts.remaining() / channels];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = shorts.get(i * channels) / 32768f;
      }
      return samples;
    }
  }

  /**
   * Whether a loop goes on at its beginning without a click: the step over the seam is not larger
   * than those of the 50 ms before it and after it.
   */
  public static void assertSeamless(float[] loop) {
    float largest = 1 / 32768f;
    for (int i = 1; i < AROUND; i++) {
      largest = Math.max(largest, Math.abs(loop[i] - loop[i - 1]));
      int end = loop.length - i;
      largest = Math.max(largest, Math.abs(loop[end] - loop[end - 1]));
    }
    assertThat(Math.abs(loop[0] - loop[loop.length - 1]))
        .as("step at the seam")
        .isLessThanOrEqualTo(largest);
    assertThat(Arrays.copyOf(loop, AROUND))
        .as("a loop that is heard")
        .isNotEqualTo(new float[AROUND]);
  }
}
