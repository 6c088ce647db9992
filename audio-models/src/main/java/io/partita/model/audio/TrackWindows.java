package io.partita.model.audio;

import io.partita.audio.RmsLevel;
import io.partita.audio.Windows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.broadcast.Broadcast;

/**
 * How files are cut into windows: those of one split by a hop, so that they may overlap, and all
 * others one behind the other.
 *
 * @param overlapping the split
 * @param hop from the beginning of one of its windows to that of the next
 * @param more values of the file that each of its windows goes on with, where there are any
 * @param leastRms level below which a window is left out, of full scale; 0 takes all
 */
record TrackWindows(
    Broadcast<AudioRecordings> recordings,
    String overlapping,
    int length,
    int hop,
    int more,
    double leastRms)
    implements Serializable {

  /**
   * @param place of a file among the recordings
   */
  Windows of(int place) {
    return new Windows(length, isOverlapping(place) ? hop : length);
  }

  private boolean isOverlapping(int place) {
    return track(place).split().equals(overlapping);
  }

  /**
   * A window of samples, or why it is left out.
   *
   * @param place of its file among the recordings
   */
  AudioWindow cut(int place, float[] samples, int window) {
    float[] values = values(place, samples, window);
    return leastRms == 0 || RmsLevel.of(Arrays.copyOf(values, length)) >= leastRms
        ? AudioWindow.of(place, window, values)
        : new AudioWindow(
            place,
            window,
            null,
            String.format(Locale.ROOT, "windows below %.0f dB", 20 * Math.log10(leastRms)));
  }

  private float[] values(int place, float[] samples, int window) {
    Windows windows = of(place);
    int from = window * windows.hop();
    int to = Math.min(samples.length, from + length + more);
    return isOverlapping(place) && to > from + length
        ? Arrays.copyOfRange(samples, from, to)
        : windows.cut(samples, window);
  }

  /**
   * @param place of a file among the recordings
   */
  AudioRecordings.Track track(int place) {
    return recordings.value().tracks().get(place);
  }
}
