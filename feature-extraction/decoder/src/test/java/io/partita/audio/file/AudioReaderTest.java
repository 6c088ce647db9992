package io.partita.audio.file;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples of sound audio, of every encoding. */
class AudioReaderTest {
  @ParameterizedTest
  @EnumSource(
      value = AudioEncoding.class,
      names = {"FLAC", "WAV", "AU"})
  void losslessSamplesComeBackAsSixteenBits(AudioEncoding encoding) throws Exception {
    float[][] tones = Clips.tones(2, 22_050, 30_000);
    float[][] read = Clips.planes(Clips.encoded(encoding, 2, 22_050, 30_000));
    assertThat(read).hasDimensions(2, 30_000);
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < 30_000; i++) {
        int expected = (int) Math.rint(tones[channel][i] * 32768.0);
        assertThat((int) (read[channel][i] * 32768)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(AudioEncoding.class)
  void readsWhatTheWriterWrites(AudioEncoding encoding) throws Exception {
    int rate = encoding == AudioEncoding.OPUS ? 48_000 : 44_100;
    byte[] bytes = Clips.encoded(encoding, 2, rate, rate);
    try (AudioReader reader = Clips.open(bytes)) {
      AudioFormat format = reader.format();
      assertThat(format.sampleRateHz()).isEqualTo(rate);
      assertThat(format.channels()).isEqualTo(2);
      assertThat(format.claimedDurationS()).hasValueCloseTo(1.0, within(0.05));
      assertThat(format.bitRate()).isPresent();
      float[][] planes = Clips.rest(reader, 1000);
      assertThat(reader.samplesRead())
          .isEqualTo(planes[0].length)
          .isBetween(rate + 0L, rate + 1024L);
      assertThat(reader.decodeErrors()).isZero();
      assertThat(power(planes[0], rate)).isCloseTo(0.125, within(0.02));
      assertThat(reader.truncated()).isFalse();
    }
  }

  private static double power(float[] samples, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += samples[i] * samples[i];
    }
    return sum / count;
  }

  @Test
  void lameAndOpusHeadersTellHowManySamplesThereAre() throws Exception {
    assertThat(Clips.planes(Clips.encoded(AudioEncoding.MP3, 1, 44_100, 50_000))[0])
        .hasSize(50_000);
    assertThat(Clips.planes(Clips.encoded(AudioEncoding.OPUS, 1, 48_000, 50_000))[0])
        .hasSize(50_000);
  }

  @Test
  void namesContainersAndCodecs() throws Exception {
    List<String> names = new ArrayList<>();
    for (AudioEncoding encoding : AudioEncoding.values()) {
      try (AudioReader reader = Clips.open(Clips.encoded(encoding, 2, 48_000, 9600))) {
        names.add(reader.format().container() + " " + reader.format().codec());
      }
    }
    assertThat(names)
        .containsExactly(
            "mp3 mp3",
            "ogg vorbis",
            "ogg opus",
            "mp4 aac",
            "flac flac",
            "au pcm_s16be",
            "wav pcm_s16le");
  }

  @Test
  void integersOfAnyWidthAreScaledToOne() throws Exception {
    byte[] u8 = {0, (byte) 128, (byte) 255, 64};
    assertThat(Clips.planes(Clips.wav(1, 1, 8000, 8, u8))[0])
        .containsExactly(-1f, 0f, 127 / 128f, -0.5f);
    byte[] s24 = {0, 0, (byte) 0x80, (byte) 0xff, (byte) 0xff, 0x7f, 0, 0, 0x40};
    assertThat(Clips.planes(Clips.wav(1, 1, 8000, 24, s24))[0])
        .containsExactly(-1f, 8388607 / 8388608f, 0.5f);
    ByteBuffer s32 = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    s32.putInt(Integer.MIN_VALUE).putInt(1 << 30).putInt(Integer.MAX_VALUE);
    assertThat(Clips.planes(Clips.wav(1, 1, 8000, 32, s32.array()))[0])
        .containsExactly(-1f, 0.5f, 1f);
    ByteBuffer f64 = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    f64.putDouble(0.1).putDouble(-1.5);
    assertThat(Clips.planes(Clips.wav(3, 1, 8000, 64, f64.array()))[0])
        .containsExactly(0.1f, -1.5f);
  }

  @Test
  void telephoneLawsAreRead() throws Exception {
    byte[] quietest = {(byte) 0xff, 0x7f, 0, (byte) 0x80};
    float full = 32124 / 32768f;
    assertThat(Clips.planes(Clips.au(1, 1, 8000, quietest))[0]).containsExactly(0, 0, -full, full);
    assertThat(Clips.planes(Clips.wav(7, 1, 8000, 8, quietest))[0])
        .containsExactly(0, 0, -full, full);
    byte[] aLaw = {(byte) 0xd5, 0x55, 0x2a};
    assertThat(Clips.planes(Clips.au(27, 1, 8000, aLaw))[0])
        .containsExactly(8 / 32768f, -8 / 32768f, -32256 / 32768f);
  }

  @Test
  void monoIsTheAverageOfTheChannels() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.FLAC, 2, 22_050, 9000);
    float[][] planes = Clips.planes(bytes);
    float[] mono = new float[9000];
    try (AudioReader reader = Clips.open(bytes)) {
      assertThat(reader.readMono(mono)).isEqualTo(9000);
      assertThat(reader.readMono(mono)).isEqualTo(-1);
      assertThat(reader.samplesRead()).isEqualTo(9000);
    }
    for (int i = 0; i < 9000; i++) {
      assertThat(mono[i]).isEqualTo((planes[0][i] + planes[1][i]) / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1151, 1152, 1153, 100_000})
  void piecesOfAnySizeAreTheSameSamples(int pieceSamples) throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.MP3, 2, 44_100, 9000);
    try (AudioReader reader = Clips.open(bytes)) {
      assertThat(Clips.rest(reader, pieceSamples)).isDeepEqualTo(Clips.planes(bytes));
      assertThat(reader.read(new float[2][10])).isEqualTo(-1);
      assertThat(reader.samplesRead()).isEqualTo(9000);
    }
  }

  @Test
  void severalReadersAreOpenAtOnce() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.OPUS, 1, 48_000, 9600);
    float[] whole = Clips.planes(bytes)[0];
    List<AudioReader> readers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      readers.add(Clips.open(bytes));
    }
    for (AudioReader reader : readers) {
      assertThat(Clips.rest(reader, 5000)[0]).isEqualTo(whole);
    }
    for (AudioReader reader : readers) {
      reader.close();
      reader.close();
    }
  }

  @Test
  void threadsReadAtOnce() throws Exception {
    byte[] bytes = Clips.encoded(AudioEncoding.MP3, 1, 44_100, 44_100);
    float[] whole = Clips.planes(bytes)[0];
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 10; j++) {
                  try {
                    assertThat(Clips.planes(bytes)[0]).isEqualTo(whole);
                  } catch (Throwable e) {
                    synchronized (failures) {
                      failures.add(e);
                    }
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
  }

  /** MP3's first frame has the rate that FFmpeg has looked ahead to. */
  @Test
  void aRateThatChangesIsConvertedToTheFirst() throws Exception {
    byte[] first = Clips.encoded(AudioEncoding.MP3, 2, 44_100, 44_100);
    byte[] second = Clips.encoded(AudioEncoding.MP3, 2, 22_050, 22_050);
    try (AudioReader reader = Clips.open(chained(first, second))) {
      assertThat(reader.format().sampleRateHz()).isEqualTo(22_050);
      float[] samples = Clips.rest(reader, 4096)[0];
      assertThat(samples.length).isBetween(43_500, 46_500);
      assertThat(power(Arrays.copyOfRange(samples, 3_000, 18_000), 15_000))
          .isCloseTo(0.125, within(0.02));
      assertThat(power(Arrays.copyOfRange(samples, 26_000, 41_000), 15_000))
          .isCloseTo(0.125, within(0.02));
    }
  }

  @Test
  void anOggStreamWithAnotherRateIsTheEndAndCounted() throws Exception {
    byte[] first = Clips.encoded(AudioEncoding.VORBIS, 2, 44_100, 44_100);
    byte[] second = Clips.encoded(AudioEncoding.VORBIS, 2, 22_050, 22_050);
    try (AudioReader reader = Clips.open(chained(first, second))) {
      assertThat(Clips.rest(reader, 4096)[0].length).isBetween(44_100, 45_000);
      assertThat(reader.decodeErrors()).isPositive();
    }
  }

  private static byte[] chained(byte[] first, byte[] second) {
    byte[] chained = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, chained, first.length, second.length);
    return chained;
  }

  @Test
  void arraysMustFitTheChannels() throws Exception {
    try (AudioReader reader = Clips.open(Clips.encoded(AudioEncoding.WAV, 2, 8000, 100))) {
      assertThatIllegal(() -> reader.read(new float[1][10])).names(2, 1);
    }
  }

  @Test
  void aiffIsReadAndAShortOneSaysSo() throws Exception {
    byte[] file = aiff(8000, 4000);
    try (AudioReader reader = Clips.open(file)) {
      assertThat(reader.format().container()).isEqualTo("aiff");
      assertThat(reader.format().codec()).isEqualTo("pcm_s16be");
      assertThat(reader.format().sampleRateHz()).isEqualTo(8000);
      assertThat(reader.format().claimedDurationS()).hasValueCloseTo(0.5, within(1e-9));
      float[][] planes = Clips.rest(reader, 1000);
      assertThat(planes[0]).hasSize(4000);
      assertThat(planes[0][1234]).isEqualTo(1234 / 32768f);
      assertThat(reader.truncated()).isFalse();
    }
    try (AudioReader reader = Clips.open(Arrays.copyOf(file, file.length - 2000))) {
      assertThat(Clips.rest(reader, 1000)[0]).hasSize(3000);
      assertThat(reader.format().claimedDurationS()).hasValueCloseTo(0.5, within(1e-9));
      assertThat(reader.truncated()).isTrue();
    }
  }

  /** One channel, 16 bits: 0, 1, 2 … */
  private static byte[] aiff(int rateHz, int samples) {
    ByteBuffer file = ByteBuffer.allocate(54 + 2 * samples);
    file.put(Clips.ascii("FORM")).putInt(46 + 2 * samples).put(Clips.ascii("AIFFCOMM")).putInt(18);
    file.putShort((short) 1).putInt(samples).putShort((short) 16);
    int exponent = 63 - Long.numberOfLeadingZeros(rateHz);
    file.putShort((short) (16383 + exponent)).putLong((long) rateHz << (63 - exponent));
    file.put(Clips.ascii("SSND")).putInt(8 + 2 * samples).putLong(0);
    for (int i = 0; i < samples; i++) {
      file.putShort((short) i);
    }
    return file.array();
  }
}
