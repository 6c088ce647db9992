package io.partita;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.audio.Loudness;
import io.partita.audio.file.AudioLimits;
import io.partita.audio.file.AudioReader;
import io.partita.audio.file.LevelledSound;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** How loud the WAV files are that commands make. */
public final class WavLoudness {
  private WavLoudness() {}

  /** Integrated, LUFS. */
  public static double of(Path wav) throws Exception {
    return measured(wav).integratedLufs();
  }

  /** That a file has -16 LUFS, or less and a peak at -1 dBFS, or is silent. */
  public static void assertLevelled(Path wav) throws Exception {
    Loudness loudness = measured(wav);
    double peakDb = 20 * Math.log10(loudness.peak());
    assertThat(peakDb).as(wav + ": peak").isLessThan(LevelledSound.MAX_PEAK_DB + 0.01);
    if (loudness.peak() > 0 && peakDb < LevelledSound.MAX_PEAK_DB - 0.01) {
      assertThat(loudness.integratedLufs()).as(wav + ": LUFS").isCloseTo(-16, within(0.1));
    } else {
      assertThat(loudness.integratedLufs()).as(wav + ": LUFS").isLessThan(-15.9);
    }
  }

  private static Loudness measured(Path wav) throws Exception {
    try (SeekableByteChannel bytes = Files.newByteChannel(wav);
        AudioReader reader = AudioReader.open(bytes, AudioLimits.defaults())) {
      int channels = reader.format().channels();
      Loudness loudness = new Loudness(reader.format().sampleRateHz(), channels);
      float[][] planes = new float[channels][4096];
      for (int count = 0; count >= 0; count = reader.read(planes)) {
        loudness.add(planes, count);
      }
      return loudness;
    }
  }
}
