package io.partita.audio.file;

import static io.partita.ThrownAssert.assertThatIllegal;
import static io.partita.ThrownAssert.assertThatThrown;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.audio.file.WavWriter.SampleType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AudioWritersTest {
  @TempDir Path folder;

  @Test
  void sixteenBitsAreWhatTheJdkReads() throws Exception {
    Path file = folder.resolve("a.wav");
    float[][] samples = {{0, 0.5f, -1, 1, 2, -2}, {1 / 32768f, 1.5f / 32768, 0.25f, 0, 0, 0}};
    try (WavWriter writer = WavWriter.create(file, SampleType.INT16, 22_050, 2)) {
      writer.write(samples, 2);
      writer.write(new float[][] {{-1, 1, 2, -2}, {0.25f, 0, 0, 0}}, 4);
    }
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(in.getFormat().getSampleRate()).isEqualTo(22_050);
      assertThat(in.getFormat().getChannels()).isEqualTo(2);
      assertThat(in.getFrameLength()).isEqualTo(6);
      byte[] bytes = in.readAllBytes();
      int[] values = new int[12];
      for (int i = 0; i < 12; i++) {
        values[i] = (short) ((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] << 8));
      }
      assertThat(values)
          .containsExactly(0, 1, 16384, 2, -32768, 8192, 32767, 0, 32767, 0, -32768, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(SampleType.class)
  void writtenSamplesAreReadAgain(SampleType type) throws Exception {
    Path file = folder.resolve("a.wav");
    float[] tone = Clips.tones(1, 16_000, 5000)[0];
    try (WavWriter writer = WavWriter.create(file, type, 16_000, 1)) {
      writer.write(tone, 5000);
    }
    byte[] bytes = Files.readAllBytes(file);
    float[] read = Clips.planes(bytes)[0];
    assertThat(read).hasSize(5000);
    for (int i = 0; i < 5000; i++) {
      float expected = type == SampleType.FLOAT32 ? tone[i] : Math.round(tone[i] * 32768) / 32768f;
      assertThat(read[i]).isEqualTo(expected);
    }
    try (AudioReader reader = Clips.open(bytes)) {
      assertThat(reader.format().codec())
          .isEqualTo(type == SampleType.FLOAT32 ? "pcm_f32le" : "pcm_s16le");
      assertThat(reader.truncated()).isFalse();
    }
  }

  @Test
  void fourGibibytesAreRefusedBeforeTheyAreWritten() throws IOException {
    Path file = folder.resolve("a.wav");
    try (WavWriter writer = WavWriter.create(file, SampleType.FLOAT32, 44_100, 1)) {
      assertThatThrown(IOException.class, () -> writer.write(new float[1][0], 1 << 30))
          .names("WAV", "4 GiB", "FLAC");
    }
    assertThat(Files.size(file)).isEqualTo(56);
  }

  @Test
  void wavWritersRefuseWhatCannotBe() {
    Path file = folder.resolve("a.wav");
    assertThatIllegal(() -> WavWriter.create(file, SampleType.INT16, 0, 1)).names(1, 1, 64, 0, 1);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(AudioEncoding.class)
  void encodingTheSameTwiceGivesTheSameBytes(AudioEncoding encoding) throws Exception {
    byte[] once = Clips.encoded(encoding, 2, 48_000, 20_000);
    assertThat(Clips.encoded(encoding, 2, 48_000, 20_000)).isEqualTo(once);
  }

  @Test
  void encodersTellWhatTheyDoNotTake() {
    assertThatIllegal(() -> Clips.encoded(AudioEncoding.VORBIS, 1, 44_100, 10))
        .names("VORBIS", 1, 44100);
    assertThatIllegal(() -> Clips.encoded(AudioEncoding.OPUS, 1, 44_100, 10))
        .names("OPUS", 1, 44100);
    assertThatIllegal(() -> Clips.encoded(AudioEncoding.FLAC, 3, 44_100, 10))
        .names(1, 2, 1, 3, 44100);
  }

  @Test
  void aFolderThatIsNotThereIsAnIoException() {
    Path file = folder.resolve("none/a.mp3");
    assertThatThrown(
            IOException.class, () -> AudioWriter.create(file, AudioEncoding.MP3, 44_100, 1))
        .names(file, "No such file or directory");
  }

  @Test
  void anEmptyFileIsWritten() throws Exception {
    Path file = folder.resolve("a.flac");
    AudioWriter writer = AudioWriter.create(file, AudioEncoding.FLAC, 44_100, 1);
    writer.close();
    writer.close();
    assertThat(Files.size(file)).isPositive();
  }
}
