package io.partita.audio.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PcmHashTest {
  private static final float[] TUNE = Tunes.tune(1, 1);

  @Test
  void silenceAroundIsNothing() {
    float[] padded = new float[TUNE.length + 3000];
    System.arraycopy(TUNE, 0, padded, 1000, TUNE.length);
    padded[10] = 0.0009f;

    assertThat(Tunes.hash(padded)).isEqualTo(Tunes.hash(TUNE)).hasSize(64);
  }

  @Test
  void silenceWithinIsSomething() {
    float[] pause = new float[5000];
    pause[0] = 0.5f;
    pause[4000] = 0.5f;
    float[] shorter = new float[5000];
    shorter[0] = 0.5f;
    shorter[3999] = 0.5f;
    float[] faint = pause.clone();
    faint[2000] = 0.0009f;

    assertThat(Tunes.hash(pause)).isNotEqualTo(Tunes.hash(shorter));
    assertThat(Tunes.hash(pause)).isNotEqualTo(Tunes.hash(faint));
  }

  @Test
  void piecesGiveTheHashOfTheWhole() {
    float[] padded = Arrays.copyOf(TUNE, TUNE.length + 20_000);
    SplittableRandom random = new SplittableRandom(1);
    PcmHash hash = new PcmHash();
    for (int at = 0; at < padded.length; ) {
      int count = Math.min(padded.length - at, random.nextInt(3000));
      hash.add(new float[][] {Arrays.copyOfRange(padded, at, at + count)}, count);
      at += count;
    }

    assertThat(hash.hash()).isEqualTo(Tunes.hash(TUNE));
  }

  @Test
  void channelsAreAveragedAndSamplesHave16Bits() {
    PcmHash stereo = new PcmHash();
    stereo.add(new float[][] {TUNE, TUNE}, TUNE.length);
    float[] rounded = new float[TUNE.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) (Math.rint(TUNE[i] * 32768.0) / 32768);
    }

    assertThat(stereo.hash()).isEqualTo(Tunes.hash(TUNE));
    assertThat(Tunes.hash(rounded)).isEqualTo(Tunes.hash(TUNE));
    assertThat(Tunes.hash(Tunes.at(0.9, TUNE))).isNotEqualTo(Tunes.hash(TUNE));
  }

  @Test
  void silenceHasNoHash() {
    assertThat(Tunes.hash(new float[1000])).isNull();
    assertThat(Tunes.hash(new float[0])).isNull();
  }
}
