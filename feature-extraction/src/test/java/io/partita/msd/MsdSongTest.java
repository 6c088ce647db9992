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
            0,
            "",
            new MsdSong.Artist(
                "", "", 0, -1, "", Double.NaN, Double.NaN, Double.NaN, Double.NaN, ""),
            new MsdSong.Release("", -1, 0),
            Double.NaN,
            "",
            new MsdSong.Analysis(
                "",
                Double.NaN,
                0.0,
                Double.NaN,
                new MsdSong.Estimate(-1, 0.0),
                new MsdSong.Estimate(-1, 0.0),
                new MsdSong.Estimate(0, 0.0),
                0.0,
                -0.0,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                0),
            "",
            MsdIndexes.ZERO);

    MsdSong unknown = MsdSamples.unknownSong(null);
    assertThat(song.analysis().key().confidence()).isZero();
    assertThat(song.analysis().mode().confidence()).isZero();
    assertThat(song.analysis().timeSignature().confidence()).isZero();
    assertThat(song)
        .usingRecursiveComparison()
        .ignoringFields(
            "analysis.key.confidence",
            "analysis.mode.confidence",
            "analysis.timeSignature.confidence")
        .isEqualTo(unknown);
  }

  @Test
  void keepsWhatIsKnownThoughItBeZero() {
    MsdSong song =
        new MsdSong(
            "TR",
            "SO",
            1,
            "t",
            new MsdSong.Artist("AR", "m", 1, 1, "n", 0.0, 0.0, 0.0, 0.0, "l"),
            new MsdSong.Release("r", 1, 1922),
            0.0,
            "g",
            new MsdSong.Analysis(
                "a",
                0.0,
                0.1,
                0.0,
                new MsdSong.Estimate(0, 0.0),
                new MsdSong.Estimate(0, 0.0),
                new MsdSong.Estimate(1, 0.0),
                0.1,
                0.1,
                0.0,
                0.0,
                1),
            "v",
            MsdIndexes.ZERO);

    assertThat(song.toString()).doesNotContain("null");
    assertThat(song.analysis().key().value()).isZero();
    assertThat(song.artist().latitude()).isZero();
    assertThat(song.songHotttnesss()).isZero();
  }
}
