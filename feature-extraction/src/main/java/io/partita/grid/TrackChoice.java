package io.partita.grid;

import io.partita.midi.MidiEvents;
import io.partita.score.Track;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tracks of files, by a name or a number.
 *
 * @param text digits alone are a number from 0, as {@link Instrument#track}; else a name, whatever
 *     its case and the spaces around it
 */
public record TrackChoice(String text) implements Serializable {
  /**
   * The tracks of a file that are meant.
   *
   * @return their numbers; empty where it has none
   */
  public Set<Integer> in(MidiEvents events) {
    Set<Integer> found = new TreeSet<>();
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      return number < events.trackCount() ? Set.of(number) : found;
    }
    List<Track> tracks = events.score().tracks();
    for (int track = 0; track < tracks.size(); track++) {
      String name = tracks.get(track).name();
      if (name != null && name.strip().equalsIgnoreCase(text.strip())) {
        found.add(track);
      }
    }
    return found;
  }
}
