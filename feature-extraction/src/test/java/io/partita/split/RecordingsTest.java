package io.partita.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.split.Recordings.Place;
import org.junit.jupiter.api.Test;

class RecordingsTest {
  @Test
  void filesApartKeepTheirSplits() {
    Recordings recordings = new Recordings();
    recordings.add("b", "2", "test");
    recordings.add("a", "1", "train");
    recordings.add("c", "3", null);

    assertThat(recordings.places())
        .containsEntry("a", new Place("a", "train"))
        .containsEntry("b", new Place("b", "test"))
        .containsEntry("c", new Place("c", null))
        .hasSize(3);
  }

  @Test
  void filesOfEqualBytesAndOfEqualAudioAreOneRecordingInAnyOrder() {
    Recordings recordings = new Recordings();
    recordings.add("d", "4", "train");
    recordings.add("b", "2", "train");
    recordings.add("c", "2", "train");
    recordings.add("a", "1", null);
    recordings.join("d", "c");
    recordings.join("d", "a");

    assertThat(recordings.places().values())
        .as("named after the first, in the one split that there is")
        .containsOnly(new Place("a", "train"));
  }

  @Test
  void whatWasHeldOutOnceIsNeverTrainedOn() {
    Recordings recordings = new Recordings();
    recordings.add("a", "1", "train");
    recordings.add("b", "1", "validation");
    recordings.add("c", "3", "validation");
    recordings.add("d", "3", "test");

    assertThat(recordings.places())
        .containsEntry("a", new Place("a", "validation"))
        .containsEntry("b", new Place("a", "validation"))
        .containsEntry("c", new Place("c", "test"))
        .containsEntry("d", new Place("c", "test"));
  }
}
