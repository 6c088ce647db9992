package io.partita.model.audio;

import io.partita.audio.Windows;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * How files are cut into windows: those of one split by a hop, so that they may overlap, and all
 * others one behind the other.
 *
 * @param overlapping the split
 * @param hop from the beginning of one of its windows to that of the next
 */
record TrackWindows(Broadcast<AudioRecordings> recordings, String overlapping, int length, int hop)
    implements Serializable {

  /**
   * @param place of a file among the recordings
   */
  Windows of(int place) {
    return new Windows(length, track(place).split().equals(overlapping) ? hop : length);
  }

  /**
   * @param place of a file among the recordings
   */
  AudioRecordings.Track track(int place) {
    return recordings.value().tracks().get(place);
  }
}
