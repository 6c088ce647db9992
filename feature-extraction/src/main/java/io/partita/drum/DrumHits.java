package io.partita.drum;

import io.partita.midi.MidiEvents;
import io.partita.score.Note;
import java.util.Arrays;

/**
 * The drum notes of a file, paired as the published MusicVAE pipeline pairs them, which is not how
 * {@link io.partita.score.Score} does: a note off closes all notes of its (track, channel, pitch)
 * that began at another tick. What begins where it ends vanishes, and so does what is never closed.
 */
final class DrumHits {
  private static final int NOTE_OFF = 0x80;
  private static final int NOTE_ON = 0x90;
  private static final int KEYS = 16 * 128;
  private static final int PITCH_BITS = 7;

  private final MidiEvents events;

  /**
   * Per channel · 128 + pitch the youngest open note of the track, as note index + 1; 0 is none.
   */
  private final int[] youngestOpen = new int[KEYS];

  /** Notes of the track that is read. */
  private int notes;

  private long[] onsetTick = new long[64];
  private short[] key = new short[64];

  /** The next older open note of the same key, as note index + 1; 0 is none. */
  private int[] olderOpen = new int[64];

  /**
   * Tick and pitch in one number, so that sorting needs no more than an array. Ticks have 56 bits:
   * an event moves by less than 2^28 and takes five bytes then, so that would be 1.3 GB of events.
   */
  private long[] hits = new long[64];

  private int size;
  private long endTick = -1;

  private DrumHits(MidiEvents events) {
    this.events = events;
  }

  static DrumHits of(MidiEvents events) {
    DrumHits hits = new DrumHits(events);
    for (int track = 0; track < events.trackCount(); track++) {
      hits.readTrack(track);
    }
    Arrays.sort(hits.hits, 0, hits.size);
    return hits;
  }

  int size() {
    return size;
  }

  /** Onset of a hit; ascending. */
  long tick(int hit) {
    return hits[hit] >> PITCH_BITS;
  }

  int pitch(int hit) {
    return (int) hits[hit] & 0x7F;
  }

  /** The largest end of all notes, on whatever channel; -1 without notes. */
  long endTick() {
    return endTick;
  }

  private void readTrack(int track) {
    for (int e = events.firstEvent(track); e < events.endEvent(track); e++) {
      int status = events.status(e);
      int kind = status & 0xF0;
      if (kind == NOTE_ON && events.data2(e) > 0) {
        noteOn(events.tick(e), (status & 0xF) << PITCH_BITS | events.data1(e));
      } else if (kind == NOTE_ON || kind == NOTE_OFF) {
        noteOff(events.tick(e), (status & 0xF) << PITCH_BITS | events.data1(e));
      }
    }
    for (int note = 0; note < notes; note++) {
      youngestOpen[key[note]] = 0;
    }
    notes = 0;
  }

  private void noteOn(long tick, int keyOfNote) {
    if (notes == onsetTick.length) {
      onsetTick = Arrays.copyOf(onsetTick, notes * 2);
      key = Arrays.copyOf(key, notes * 2);
      olderOpen = Arrays.copyOf(olderOpen, notes * 2);
    }
    onsetTick[notes] = tick;
    key[notes] = (short) keyOfNote;
    olderOpen[notes] = youngestOpen[keyOfNote];
    youngestOpen[keyOfNote] = ++notes;
  }

  private void noteOff(long tick, int keyOfNote) {
    int open = youngestOpen[keyOfNote];
    int begunHere = 0;
    while (open > 0 && onsetTick[open - 1] == tick) {
      begunHere = open;
      open = olderOpen[open - 1];
    }
    if (open == 0 || begunHere == 0) {
      youngestOpen[keyOfNote] = 0;
    } else {
      // What began at this tick goes on: the off was for those before it.
      olderOpen[begunHere - 1] = 0;
    }
    for (; open > 0; open = olderOpen[open - 1]) {
      close(tick, onsetTick[open - 1], keyOfNote);
    }
  }

  private void close(long tick, long onset, int keyOfNote) {
    endTick = Math.max(endTick, tick);
    if (keyOfNote >> PITCH_BITS == Note.DRUM_CHANNEL) {
      if (size == hits.length) {
        hits = Arrays.copyOf(hits, size * 2);
      }
      hits[size++] = onset << PITCH_BITS | (keyOfNote & 0x7F);
    }
  }
}
