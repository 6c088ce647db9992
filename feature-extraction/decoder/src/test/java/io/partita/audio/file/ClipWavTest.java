package io.partita.audio.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipWavTest {
  private static final int RATE = 3000;

  @TempDir private Path folder;

  @ParameterizedTest(name = "peaks of {0}")
  @ValueSource(doubles = {0.2, 5, 100})
  void soundsHaveNoMeanAndNoPeakAboveMinus1Db(double peak) throws IOException {
    float[] samples = new float[2 * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.7 * peak + peak * Math.sin(2 * Math.PI * 100 * i / RATE));
    }
    Path file = folder.resolve("sound.wav");
    ClipWav.write(file, samples, RATE, ClipWav.GAIN_OF_RMS_1);
    short[] read = samples(file);

    double mean = 0;
    int largest = 0;
    for (short sample : read) {
      mean += (double) sample / read.length;
      largest = Math.max(largest, Math.abs(sample));
    }
    assertThat(read).hasSize(2 * RATE);
    assertThat(mean).as("DC, in steps of 16 bits").isCloseTo(0, within(0.5));
    double expected = Math.min(peak * 0.1, Math.pow(10, -1 / 20.0));
    assertThat(largest / 32768.0).as("peak").isCloseTo(expected, within(0.01 * expected));
    assertThat(20 * Math.log10(largest / 32768.0)).isLessThan(-0.999);
  }

  @Test
  void theGainBringsARootMeanSquareOf1ToMinus20Db() throws IOException {
    float[] samples = new float[RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 2 == 0 ? 1 : -1;
    }
    Path file = folder.resolve("square.wav");
    ClipWav.write(file, samples, RATE, ClipWav.GAIN_OF_RMS_1);

    assertThat(samples(file)).containsOnly((short) 3277, (short) -3277);
  }

  @Test
  void rawSoundsAreAsTheyAreOrClipped() throws IOException {
    Path file = folder.resolve("raw.wav");
    SoundFormat.WAV.write(file, SampleType.INT16, RATE, new float[] {0.5f, 0.25f, 1.5f, -3, 0});

    assertThat(samples(file))
        .containsExactly((short) 16384, (short) 8192, (short) 32767, (short) -32768, (short) 0);
    ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getInt(24)).as("rate").isEqualTo(RATE);
    assertThat(header.getShort(34)).as("bits").isEqualTo((short) 16);
  }

  @Test
  void silenceAndNothingCanBeWritten() throws IOException {
    Path file = folder.resolve("silence.wav");
    ClipWav.write(file, new float[10], RATE, 1);
    assertThat(samples(file)).hasSize(10).containsOnly((short) 0);
    ClipWav.write(file, new float[0], RATE, 1);
    assertThat(samples(file)).isEmpty();
  }

  private static short[] samples(Path file) throws IOException {
    byte[] wav = Files.readAllBytes(file);
    ShortBuffer data =
        ByteBuffer.wrap(wav, WavWriter.HEADER_BYTES, wav.length - WavWriter.HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asShortBuffer();
    short[] samples = new short[data.remaining()];
    data.get(samples);
    return samples;
  }
}
