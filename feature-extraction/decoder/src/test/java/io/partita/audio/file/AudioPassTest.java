package io.partita.audio.file;

import static io.partita.FaultAssert.assertThatFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.partita.MalformedInputException;
import io.partita.SharedData;
import io.partita.audio.AudioFault;
import io.partita.audio.LogMel;
import io.partita.audio.MelRecipe;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioPassTest {
  private static final int RATE = 22_050;

  @TempDir private Path folder;

  @Test
  void framesAreThoseOfTheAverageOfTheChannelsAndFiguresThoseOfAll() throws Exception {
    float[][] planes = new float[2][RATE];
    float[] mono = new float[RATE];
    for (int i = 0; i < RATE; i++) {
      planes[0][i] = Math.round(16_384 * Math.sin(0.05 * i)) / 32_768f;
      planes[1][i] = Math.round(8_192 * Math.cos(0.11 * i)) / 32_768f;
      mono[i] = (planes[0][i] + planes[1][i]) / 2;
    }
    byte[] wav = wav(planes);
    List<float[]> frames = new ArrayList<>();
    int[] seen = {0};

    AudioSummary summary;
    try (AudioPass pass = new AudioPass(channel(wav), AudioLimits.defaults())) {
      pass.run(
          MelRecipe.HIFIGAN_22K_80,
          frame -> frames.add(frame.clone()),
          (some, count) -> {
            assertThat(some[1][0]).isEqualTo(planes[1][seen[0]]);
            seen[0] += count;
          });
      summary = pass.summary();
    }

    assertThat(frames.toArray(float[][]::new))
        .isDeepEqualTo(LogMel.of(mono, MelRecipe.HIFIGAN_22K_80));
    assertThat(seen[0]).isEqualTo(RATE);
    assertThat(summary.nSamples()).isEqualTo(RATE);
    assertThat(summary.durationS()).isEqualTo(1);
    assertThat(summary.statistics().samples()).isEqualTo(2 * RATE);
    assertThat(summary.statistics().peak()).isCloseTo(0.5, within(1e-3));
    assertThat(summary.statistics().rmsDb())
        .isCloseTo(10 * Math.log10((0.125 + 0.03125) / 2), within(0.05));
  }

  /** 1,700 Hz would be heard at 1,300 Hz if nothing were filtered. */
  @Test
  void aClipIsGivenAtALowRateWithoutWhatDoesNotFit() throws Exception {
    float[][] planes = new float[2][3 * RATE];
    float[] kept = new float[9000];
    for (int i = 0; i < planes[0].length; i++) {
      planes[0][i] = (float) (0.4 * Math.sin(2 * Math.PI * 1000 * i / RATE));
      planes[1][i] = (float) (0.4 * Math.sin(2 * Math.PI * 1700 * i / RATE));
    }
    for (int i = 0; i < kept.length; i++) {
      kept[i] = (float) (0.2 * Math.sin(2 * Math.PI * 1000 * i / 3000));
    }
    float[] mono;
    try (AudioPass pass = new AudioPass(channel(wav(planes)), AudioLimits.defaults())) {
      mono = pass.mono(3000);
      assertThat(pass.summary().nSamples()).isEqualTo(3 * RATE);
    }

    assertThat(mono).hasSize(9000);
    for (int i = 300; i < 8700; i++) {
      assertThat(mono[i]).as("sample " + i).isCloseTo(kept[i], within(1e-3f));
    }
  }

  @Test
  void whatAHeaderPromisesInVainIsOneError() throws Exception {
    byte[] wav = wav(new float[2][RATE]);

    try (AudioPass pass =
        new AudioPass(channel(Arrays.copyOf(wav, wav.length - 3)), AudioLimits.defaults())) {
      assertThat(pass.mono(RATE)).hasSize(RATE - 1);
      assertThat(pass.summary().nSamples()).isEqualTo(RATE - 1);
      assertThat(pass.summary().decodeErrors()).isEqualTo(1);
    }
    assertThatFault(() -> new AudioPass(channel(Arrays.copyOf(wav, 44)), AudioLimits.defaults()))
        .is("NO_SAMPLES");
  }

  /** As ffmpeg reads it. */
  @Test
  void aFileCutInAFrameKeepsTheWholeOnes() throws Exception {
    byte[] cut = Files.readAllBytes(SharedData.file("data/field/cut_mid_frame_stereo.wav"));

    try (AudioPass pass = new AudioPass(channel(cut), AudioLimits.defaults())) {
      pass.mono(RATE);
      assertThat(pass.summary().nSamples()).isEqualTo((cut.length - 44) / 4);
      assertThat(pass.summary().decodeErrors()).isEqualTo(1);
    }
  }

  @Test
  void figuresRemainOfAFileThatIsTooShortForAFrame() throws Exception {
    try (AudioPass pass = new AudioPass(channel(wav(new float[1][300])), AudioLimits.defaults())) {
      assertThatThrownBy(() -> pass.run(MelRecipe.HIFIGAN_22K_80, frame -> {}))
          .isInstanceOfSatisfying(
              MalformedInputException.class,
              e -> assertThat(e.fault()).isEqualTo(AudioFault.TOO_SHORT));
      assertThat(pass.summary().nSamples()).isEqualTo(300);
    }
  }

  private byte[] wav(float[][] planes) throws IOException {
    Path file = folder.resolve("test.wav");
    try (WavWriter wav = WavWriter.create(file, WavWriter.SampleType.INT16, RATE, planes.length)) {
      wav.write(planes, planes[0].length);
    }
    return Files.readAllBytes(file);
  }

  private static SeekableByteChannel channel(byte[] bytes) {
    return new SeekableInMemoryByteChannel(bytes);
  }
}
