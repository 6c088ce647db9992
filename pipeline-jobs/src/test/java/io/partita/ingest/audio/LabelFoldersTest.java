package io.partita.ingest.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.audio.file.AudioName;
import org.junit.jupiter.api.Test;

class LabelFoldersTest {
  @Test
  void theFolderIsTheLabelAndThePathTheTrack() {
    assertThat(new LabelFolders(false).find("genres", "genres/blues/blues.00000.wav"))
        .isEqualTo(
            new AudioCatalog.Entry("genres/blues/blues.00000.wav", "blues", null, true, true));
    assertThat(new LabelFolders(false).find("song.wav", "song.wav").label()).isNull();
  }

  @Test
  void ofSeveralInputsEachTrackIsCalledByItsOwn() {
    assertThat(new LabelFolders(true).find("a.zip", "rock/x.mp3").trackId())
        .isEqualTo("a.zip/rock/x.mp3");
  }

  @Test
  void audioIsToldByItsName() {
    assertThat(AudioName.is("a/B.MP3")).isTrue();
    assertThat(AudioName.is("a.mp3/readme.txt")).isFalse();
  }
}
