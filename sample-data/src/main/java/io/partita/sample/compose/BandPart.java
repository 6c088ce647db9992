package io.partita.sample.compose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What one member of the band plays.
 *
 * @param name the track's name
 * @param channel MIDI channel 0–15; 9 is the drums
 * @param program General MIDI program 0–127
 * @param hits its notes, by onset and pitch, of which no two of one pitch overlap
 * @param pedal sustain pedal moves in order of time
 * @param lyrics syllables in order of time
 */
public record BandPart(
    String name,
    int channel,
    int program,
    List<Hit> hits,
    List<PedalMove> pedal,
    List<Syllable> lyrics) {

  private static final long SHORTEST = Bar.PULSES_PER_STEP / 8;

  /** A note, in pulses of 960 a quarter note. */
  public record Hit(long onset, long offset, int pitch, int velocity) {}

  /** The sustain pedal going down or up. */
  public record PedalMove(long onset, boolean down) {}

  /** A sung syllable. */
  public record Syllable(long onset, String text) {}

  /**
   * Sorts notes and frees each string for the next stroke: a note ends where its pitch is struck
   * again, and a stroke within a 128th of the last one is not played.
   */
  static List<Hit> playable(List<Hit> written) {
    List<Hit> sorted = new ArrayList<>(written);
    sorted.sort(Comparator.comparingLong(Hit::onset).thenComparingInt(Hit::pitch));
    List<Hit> hits = new ArrayList<>(sorted.size());
    int[] latest = new int[128];
    for (Hit hit : sorted) {
      int before = latest[hit.pitch()] - 1;
      if (before >= 0) {
        Hit last = hits.get(before);
        if (hit.onset() - last.onset() < SHORTEST) {
          continue;
        }
        if (last.offset() > hit.onset()) {
          hits.set(before, new Hit(last.onset(), hit.onset(), last.pitch(), last.velocity()));
        }
      }
      hits.add(
          hit.offset() - hit.onset() >= SHORTEST
              ? hit
              : new Hit(hit.onset(), hit.onset() + SHORTEST, hit.pitch(), hit.velocity()));
      latest[hit.pitch()] = hits.size();
    }
    return List.copyOf(hits);
  }
}
