package io.partita.score;

import java.util.List;

/**
 * A MIDI file as music: notes with what they mean in time, and the events around them.
 *
 * @param format the header's format, 0, 1 or 2, or another number that was read as 1
 * @param division meaning of a tick
 * @param tracks in the file's order
 * @param notes of all tracks, sorted by (onset tick, track, pitch, order of the note ons)
 * @param tempoMap ticks to seconds; all tempo events count, whichever track holds them
 * @param tempos tempo events in the merged order of all tracks: by tick, at one tick by track, then
 *     in the track's order; the lists below are in this order too
 * @param timeSignatures valid time signatures
 * @param keySignatures valid key signatures
 * @param texts texts, track names among them
 * @param pedals sustain pedal movements
 * @param orphanOffs note offs that met no open note
 * @param warnings of what was tolerated and repaired while reading
 */
public record Score(
    int format,
    Division division,
    List<Track> tracks,
    Notes notes,
    TempoMap tempoMap,
    List<TempoEvent> tempos,
    List<TimeSignature> timeSignatures,
    List<KeySignature> keySignatures,
    List<TextEvent> texts,
    List<PedalEvent> pedals,
    int orphanOffs,
    MidiWarnings warnings) {

  /** Keeps its own unmodifiable copies of the lists. */
  public Score {
    tracks = List.copyOf(tracks);
    tempos = List.copyOf(tempos);
    timeSignatures = List.copyOf(timeSignatures);
    keySignatures = List.copyOf(keySignatures);
    texts = List.copyOf(texts);
    pedals = List.copyOf(pedals);
  }

  /** Starts a score made by code. */
  public static ScoreBuilder builder(Division division) {
    return new ScoreBuilder(division);
  }

  /** Whether reading changed or guessed anything, see {@link MidiWarning#isRepair}. */
  public boolean isRepaired() {
    return warnings.isRepaired();
  }

  /** Notes that only the end of their track ended. */
  public int unclosedCount() {
    int count = 0;
    for (int i = 0; i < notes.size(); i++) {
      count += notes.closedBy(i) == ClosedBy.TRACK_END ? 1 : 0;
    }
    return count;
  }

  /** Notes whose offset is their onset. */
  public int zeroLengthCount() {
    int count = 0;
    for (int i = 0; i < notes.size(); i++) {
      count += notes.onsetTick(i) == notes.offsetTick(i) ? 1 : 0;
    }
    return count;
  }
}
