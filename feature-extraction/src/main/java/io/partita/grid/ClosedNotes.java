package io.partita.grid;

import io.partita.midi.MidiEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The notes of a file, paired as the published MusicVAE pipeline pairs them, which is not how
 * {@link io.partita.score.Score} does: a note off closes all notes of its (track, channel, pitch)
 * that began at another tick. What begins where it ends vanishes, and so does what is never closed.
 * A note is played by the program that is in force when it closes.
 */
final class ClosedNotes {
  private static final int NOTE_OFF = 0x80;
  private static final int NOTE_ON = 0x90;
  private static final int PROGRAM_CHANGE = 0xC0;
  private static final int CHANNELS = 16;
  private static final int PITCH_BITS = 7;
  private static final int KEYS = CHANNELS << PITCH_BITS;

  private final MidiEvents events;

  /**
   * Per channel · 128 + pitch the youngest open note of the track, as note index + 1; 0 is none.
   */
  private final int[] youngestOpen = new int[KEYS];

  private final int[] program = new int[CHANNELS];

  /** Notes of the track that is read. */
  private int notes;

  private long[] onsetTick = new long[64];
  private short[] key = new short[64];

  /** The next older open note of the same key, as note index + 1; 0 is none. */
  private int[] olderOpen = new int[64];

  // The closed ones of all tracks, in the order in which they closed.

  private long[] closedOnset = new long[64];
  private long[] closedEnd = new long[64];
  private byte[] closedPitch = new byte[64];
  private int[] closedInstrument = new int[64];
  private int size;
  private long lastEndTick = -1;
  private final Map<Instrument, Integer> instruments = new HashMap<>();
  private final List<Instrument> inOrder = new ArrayList<>();

  /** Closed notes by their onsets. */
  private Integer[] order;

  private ClosedNotes(MidiEvents events) {
    this.events = events;
  }

  static ClosedNotes of(MidiEvents events) {
    ClosedNotes closed = new ClosedNotes(events);
    for (int track = 0; track < events.trackCount(); track++) {
      closed.readTrack(track);
    }
    closed.order = new Integer[closed.size];
    Arrays.setAll(closed.order, note -> note);
    Arrays.sort(closed.order, Comparator.comparingLong(note -> closed.closedOnset[note]));
    return closed;
  }

  int size() {
    return size;
  }

  /** Onset of a note; ascending. Of one onset, those that closed first come first. */
  long onsetTick(int note) {
    return closedOnset[order[note]];
  }

  long endTick(int note) {
    return closedEnd[order[note]];
  }

  int pitch(int note) {
    return closedPitch[order[note]];
  }

  /** Index of the instrument that plays a note. */
  int instrument(int note) {
    return closedInstrument[order[note]];
  }

  /** All notes, to find their grid by. */
  List<NoteGrid.Heard> heard() {
    List<NoteGrid.Heard> heard = new ArrayList<>(size);
    for (int note = 0; note < size; note++) {
      heard.add(
          new NoteGrid.Heard(
              onsetTick(note),
              endTick(note),
              pitch(note),
              inOrder.get(instrument(note)).isDrums()));
    }
    return heard;
  }

  /** In the order in which each first closed a note. */
  List<Instrument> instruments() {
    return inOrder;
  }

  /** The largest end of all notes; -1 without notes. */
  long endTick() {
    return lastEndTick;
  }

  private void readTrack(int track) {
    Arrays.fill(program, 0);
    for (int e = events.firstEvent(track); e < events.endEvent(track); e++) {
      int status = events.status(e);
      int kind = status & 0xF0;
      if (kind == NOTE_ON && events.data2(e) > 0) {
        noteOn(events.tick(e), (status & 0xF) << PITCH_BITS | events.data1(e));
      } else if (kind == NOTE_ON || kind == NOTE_OFF) {
        noteOff(track, events.tick(e), (status & 0xF) << PITCH_BITS | events.data1(e));
      } else if (kind == PROGRAM_CHANGE) {
        program[status & 0xF] = events.data1(e);
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

  private void noteOff(int track, long tick, int keyOfNote) {
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
      close(track, tick, onsetTick[open - 1], keyOfNote);
    }
  }

  private void close(int track, long tick, long onset, int keyOfNote) {
    if (size == closedOnset.length) {
      closedOnset = Arrays.copyOf(closedOnset, size * 2);
      closedEnd = Arrays.copyOf(closedEnd, size * 2);
      closedPitch = Arrays.copyOf(closedPitch, size * 2);
      closedInstrument = Arrays.copyOf(closedInstrument, size * 2);
    }
    lastEndTick = Math.max(lastEndTick, tick);
    closedOnset[size] = onset;
    closedEnd[size] = tick;
    closedPitch[size] = (byte) (keyOfNote & 0x7F);
    closedInstrument[size++] = instrument(track, keyOfNote >> PITCH_BITS);
  }

  private int instrument(int track, int channel) {
    Instrument instrument = new Instrument(program[channel], channel, track);
    Integer known = instruments.putIfAbsent(instrument, inOrder.size());
    if (known == null) {
      inOrder.add(instrument);
      return inOrder.size() - 1;
    }
    return known;
  }
}
