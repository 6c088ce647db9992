package io.partita.audio.file;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.partita.Mistake;
import io.partita.audio.FullScale;
import io.partita.audio.Loudness;
import io.partita.audio.file.WavWriter.SampleType;
import io.partita.decoder.Resampling;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a sound file are those that its ending promises. */
class SoundFormatTest {
  @TempDir private Path folder;

  /** What a file is when it is read again. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Read(AudioFormat format, float[][] planes) {}

  @ParameterizedTest
  @CsvSource({
    "a.wav, wav, pcm_s16le, 44100, 1, 44100, 60",
    "a.WAV, wav, pcm_s16le, 16000, 2, 16000, 60",
    "a.flac, flac, flac, 44100, 2, 44100, 60",
    "a.flac, flac, flac, 96000, 1, 96000, 60",
    "a.flac, flac, flac, 65534, 1, 65534, 60",
    "a.flac, flac, flac, 192010, 1, 192010, 60",
    "a.flac, flac, flac, 3000, 1, 3000, 60",
    "a.mp3, mp3, mp3, 44100, 2, 44100, 20",
    "a.mp3, mp3, mp3, 22050, 1, 22050, 20",
    "a.mp3, mp3, mp3, 8000, 1, 8000, 20",
    "a.ogg, ogg, opus, 48000, 2, 48000, 20",
    "a.ogg, ogg, opus, 44100, 2, 48000, 20",
    "a.ogg, ogg, opus, 22050, 1, 48000, 20",
    "a.Ogg, ogg, opus, 96000, 1, 48000, 20",
  })
  void whatIsWrittenIsReadAgain(
      String name, String container, String codec, int rateHz, int channels, int readHz, int snrDb)
      throws Exception {
    Path file = folder.resolve(name);
    int samples = rateHz + 17;
    float[][] tones = Clips.tones(channels, rateHz, samples);
    SoundFormat format = SoundFormat.of(file);
    format.check(file, rateHz, channels);
    try (SoundSink sink = format.create(file, rateHz, channels)) {
      sink.write(tones, 1_000);
      float[][] rest =
          Arrays.stream(tones)
              .map(plane -> Arrays.copyOfRange(plane, 1_000, samples))
              .toArray(float[][]::new);
      sink.write(rest, samples - 1_000);
    }

    Read read = read(file);

    assertThat(read.format.container()).isEqualTo(container);
    assertThat(read.format.codec()).isEqualTo(codec);
    assertThat(read.format.sampleRateHz()).isEqualTo(readHz);
    assertThat(read.planes).hasDimensions(channels, Resampling.length(samples, rateHz, readHz));
    for (int channel = 0; channel < channels; channel++) {
      float[] wanted = Resampling.of(tones[channel], rateHz, readHz);
      assertThat(snr(wanted, read.planes[channel])).as("channel %d", channel).isGreaterThan(snrDb);
      if (format == SoundFormat.WAV || format == SoundFormat.FLAC) {
        for (int i = 0; i < samples; i++) {
          assertThat(read.planes[channel][i]).isEqualTo(FullScale.int16(wanted[i]) / 32768f);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.wav", "a.flac", "a.mp3", "a.ogg"})
  void aLevelledFileHasTheLoudnessInAnyFormat(String name) throws Exception {
    Path file = folder.resolve(name);
    float[][] tones = Clips.tones(2, 44_100, 44_100);
    try (LevelledSound sound =
        LevelledSound.create(
            file,
            SoundFormat.of(file),
            44_100,
            2,
            OptionalDouble.of(-20),
            OptionalLong.of(30_000))) {
      sound.write(tones, 44_100);
      sound.finish();
    }
    Read read = read(file);
    Loudness loudness = new Loudness(read.format.sampleRateHz(), 2);
    loudness.add(read.planes, read.planes[0].length);
    assertThat(loudness.integratedLufs()).isBetween(-21.0, -19.0);
    assertThat(read.planes[0].length)
        .isCloseTo(30_000 * (read.format.sampleRateHz() / 100) / 441, Percentage.withPercentage(1));
    assertThat(folder.toFile().list()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "a.mid", "a.wave", "a.aiff", "a.m4a", "a.opus", "a.mp3.part", "wav", "/"})
  void otherEndingsAreRefused(String name) {
    Path file = Path.of(name);
    assertThat(SoundFormat.find(file)).isEmpty();
    assertThatMistake(() -> SoundFormat.of(file))
        .is(Mistake.UNSUPPORTED_FILE)
        .names(name, ".wav, .flac, .mp3 or .ogg");
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp3, 96000, 1, 96000 Hz",
    "a.mp3, 44000, 2, 44000 Hz",
    "a.flac, 65535, 1, 65535 Hz",
    "a.flac, 44100, 6, 6",
    "a.mp3, 44100, 3, 3",
    "a.ogg, 44100, 8, 8"
  })
  void whatAFormatHasNoPlaceForIsRefused(String name, int rateHz, int channels, String named) {
    Path file = Path.of(name);
    assertThatMistake(() -> SoundFormat.of(file).check(file, rateHz, channels))
        .is(Mistake.UNSUPPORTED_FILE)
        .names(name, named, ".wav");
    assertThatCode(() -> SoundFormat.WAV.check(Path.of("a.wav"), rateHz, channels))
        .doesNotThrowAnyException();
  }

  @Test
  void onlyWavHoldsFloats() {
    assertThat(SoundFormat.WAV.type(Path.of("a.wav"), true)).isEqualTo(SampleType.FLOAT32);
    assertThat(SoundFormat.MP3.type(Path.of("a.mp3"), false)).isEqualTo(SampleType.INT16);
    assertThatMistake(() -> SoundFormat.FLAC.type(Path.of("a.flac"), true))
        .is(Mistake.OPTIONS_EXCLUDE)
        .names("--float");
  }

  private static Read read(Path file) throws Exception {
    try (SeekableByteChannel bytes = Files.newByteChannel(file);
        AudioReader reader = AudioReader.open(bytes, AudioLimits.defaults())) {
      float[][] planes = new float[reader.format().channels()][1 << 20];
      int count = reader.read(planes);
      for (int channel = 0; channel < planes.length; channel++) {
        planes[channel] = Arrays.copyOf(planes[channel], count);
      }
      return new Read(reader.format(), planes);
    }
  }

  /** At the gain that fits best: LAME makes all of it a little softer. */
  private static double snr(float[] wanted, float[] got) {
    double product = 0;
    double power = 0;
    double signal = 0;
    for (int i = 0; i < wanted.length; i++) {
      product += (double) wanted[i] * got[i];
      power += (double) got[i] * got[i];
      signal += (double) wanted[i] * wanted[i];
    }
    double noise = signal - product * product / power;
    return 10 * Math.log10(signal / Math.max(noise, 1e-30));
  }
}
