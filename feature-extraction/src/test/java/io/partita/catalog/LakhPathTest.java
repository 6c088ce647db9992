package io.partita.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LakhPathTest {
  @Test
  void aMatchedFileNamesItsTrackAndItsMd5() {
    LakhPath path =
        LakhPath.of("lmd_matched/G/D/V/TRGDVGJ128F92FFA60/0A1b2c3d4e5f60718293a4b5c6d7e8f9.MID");
    assertThat(path.msdTrackId()).contains("TRGDVGJ128F92FFA60");
    assertThat(path.md5()).contains("0a1b2c3d4e5f60718293a4b5c6d7e8f9");
    assertThat(path.artist()).isEmpty();
    assertThat(path.title()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "clean_midi/ABBA/Waterloo.mid,ABBA,Waterloo",
    "clean_midi/ABBA/Waterloo.12.mid,ABBA,Waterloo",
    "x/clean_midi/AC_DC/T.N.T..1.MIDI,AC_DC,T.N.T.",
    "clean_midi/Prince/1999.mid,Prince,1999",
    "clean_midi/Nobody/.5.mid,Nobody,.5",
    "clean_midi/Björk/Jóga.mid,Björk,Jóga"
  })
  void aCleanFileNamesArtistAndTitle(String path, String artist, String title) {
    assertThat(LakhPath.of(path).artist()).contains(artist);
    assertThat(LakhPath.of(path).title()).contains(title);
  }

  @Test
  void theNearestTrackFolderCounts() {
    assertThat(LakhPath.of("TRAAAAA128F0000001/TRBBBBB128F0000002/x.mid").msdTrackId())
        .contains("TRBBBBB128F0000002");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "x.mid",
        ".mid",
        "TRGDVGJ128F92FFA60",
        "TRGDVGJ128F92FFA60.mid",
        "aTRGDVGJ128F92FFA60/x.mid",
        "TRGDVGJ128F92FFA6/x.mid",
        "TRGDVGJ128F92FFA6é/x.mid",
        "trgdvgj128f92ffa60/x.mid",
        "lmd_full/0/0a1b2c3d4e5f60718293a4b5c6d7e8f.mid",
        "0a1b2c3d4e5f60718293a4b5c6d7e8f9.txt",
        "clean_midi/x.mid",
        "clean_midi/a/b/x.mid",
        "clean_midi/ABBA/Waterloo.txt"
      })
  void otherPathsSayNothing(String path) {
    LakhPath said = LakhPath.of(path);
    assertThat(said.msdTrackId()).isEmpty();
    assertThat(said.md5()).isEmpty();
    assertThat(said.artist()).isEmpty();
    assertThat(said.title()).isEmpty();
  }
}
