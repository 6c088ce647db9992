package io.partita.msd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MsdSongTest {
  @Test
  void takesTheMarksOfTheUnknownForNull() {
    MsdSong song =
        new MsdSong(
            "",
            "",
            "",
            "",
            0,
            -1,
            -1,
            0,
            "",
            "",
            "",
            "",
            0,
            Double.NaN,
            0.0,
            Double.NaN,
            -1,
            0.0,
            -1,
            0.0,
            0,
            0.0,
            0.0,
            -0.0,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            0,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            "",
            "",
            "",
            MsdIndexes.ZERO);

    MsdSong unknown = MsdSamples.unknownSong(null);
    assertThat(song.keyConfidence()).isZero();
    assertThat(song.modeConfidence()).isZero();
    assertThat(song.timeSignatureConfidence()).isZero();
    assertThat(song)
        .usingRecursiveComparison()
        .ignoringFields("keyConfidence", "modeConfidence", "timeSignatureConfidence")
        .isEqualTo(unknown);
  }

  @Test
  void keepsWhatIsKnownThoughItBeZero() {
    MsdSong song =
        new MsdSong(
            "TR",
            "SO",
            "AR",
            "m",
            1,
            1,
            1,
            1,
            "a",
            "n",
            "t",
            "r",
            1922,
            0.0,
            0.1,
            0.0,
            0,
            0.0,
            0,
            0.0,
            1,
            0.0,
            0.1,
            0.1,
            0.0,
            0.0,
            1,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            "l",
            "g",
            "v",
            MsdIndexes.ZERO);

    assertThat(song.toString()).doesNotContain("null");
    assertThat(song.key()).isZero();
    assertThat(song.artistLatitude()).isZero();
    assertThat(song.songHotttnesss()).isZero();
  }
}
