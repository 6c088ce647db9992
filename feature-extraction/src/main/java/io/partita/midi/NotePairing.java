package io.partita.midi;

import java.util.Arrays;

/**
 * Note ons and offs to notes: an off closes the oldest open note of its (track, channel, pitch).
 * Notes are kept in the order of their note ons, track by track, and sorted at the end.
 */
final class NotePairing {
  private static final long OPEN = -1;
  private static final int KEYS = 16 * 128;

  private final long[] onsetTick;
  private final long[] offsetTick;
  private final int[] track;
  private final int[] packed;

  /** The next younger open note of the same key, as note index + 1; 0 is none. */
  private final int[] nextOpen;

  /** Oldest and youngest open note per channel · 128 + pitch, as note index + 1; 0 is none. */
  private final int[] oldestOpen = new int[KEYS];

  private final int[] youngestOpen = new int[KEYS];

  private final int[] trackStart;
  private int tracks;
  private int size;
  private int open;
  private int orphanOffs;

  NotePairing(int noteCount, int trackCount) {
    onsetTick = new long[noteCount];
    offsetTick = new long[noteCount];
    track = new int[noteCount];
    packed = new int[noteCount];
    nextOpen = new int[noteCount];
    trackStart = new int[trackCount + 1];
  }

  int orphanOffs() {
    return orphanOffs;
  }

  int size() {
    return size;
  }

  void noteOn(long tick, int channel, int pitch, int velocity, int program) {
    int note = size++;
    onsetTick[note] = tick;
    offsetTick[note] = OPEN;
    track[note] = tracks;
    packed[note] = Notes.pack(pitch, velocity, program, channel);
    int key = channel << 7 | pitch;
    if (oldestOpen[key] == 0) {
      oldestOpen[key] = note + 1;
    } else {
      nextOpen[youngestOpen[key] - 1] = note + 1;
    }
    youngestOpen[key] = note + 1;
    open++;
  }

  void noteOff(long tick, int channel, int pitch, ClosedBy closedBy) {
    int key = channel << 7 | pitch;
    int note = oldestOpen[key] - 1;
    if (note < 0) {
      orphanOffs++;
      return;
    }
    offsetTick[note] = tick;
    packed[note] = Notes.withClosedBy(packed[note], closedBy);
    oldestOpen[key] = nextOpen[note];
    open--;
  }

  /** Closes what is open; the next note on belongs to the next track. */
  void endTrack(long endTick) {
    for (int note = trackStart[tracks]; note < size && open > 0; note++) {
      if (offsetTick[note] == OPEN) {
        offsetTick[note] = endTick;
        oldestOpen[packed[note] >> 21 << 7 | (packed[note] & 0x7F)] = 0;
        packed[note] = Notes.withClosedBy(packed[note], ClosedBy.TRACK_END);
        open--;
      }
    }
    trackStart[++tracks] = size;
  }

  /** Bit c is set where the track has notes on channel c. */
  int channelMask(int ofTrack) {
    int mask = 0;
    for (int note = trackStart[ofTrack]; note < trackStart[ofTrack + 1]; note++) {
      mask |= 1 << (packed[note] >> 21 & 0xF);
    }
    return mask;
  }

  int noteCount(int ofTrack) {
    return trackStart[ofTrack + 1] - trackStart[ofTrack];
  }

  /** All notes by (onset tick, track, pitch, order of the note ons). */
  Notes notes(TempoMap tempos) {
    int[] order = RunMerge.identity(size);
    boolean chordsMoved = sortChords(order);
    int occupied = occupiedRuns();
    if (occupied <= 1 && !chordsMoved) {
      return new Notes(size, onsetTick, offsetTick, track, packed, tempos);
    }
    order = RunMerge.merge(order, trackStart, occupied, onsetTick);
    long[] onset = new long[size];
    long[] offset = new long[size];
    int[] trackOf = new int[size];
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      int note = order[i];
      onset[i] = onsetTick[note];
      offset[i] = offsetTick[note];
      trackOf[i] = track[note];
      values[i] = packed[note];
    }
    return new Notes(size, onset, offset, trackOf, values, tempos);
  }

  /** Drops the runs of tracks without notes from {@link #trackStart}. */
  private int occupiedRuns() {
    int occupied = 0;
    for (int run = 0; run < tracks; run++) {
      if (trackStart[run] < trackStart[run + 1]) {
        trackStart[occupied++] = trackStart[run];
      }
    }
    trackStart[occupied] = size;
    return occupied;
  }

  /** Sorts the notes of one track and tick by pitch; returns whether any was out of order. */
  private boolean sortChords(int[] order) {
    boolean moved = false;
    for (int i = 1; i < size; i++) {
      if (pitchOf(i) < pitchOf(i - 1) && isSameChord(i, i - 1)) {
        int start = i - 1;
        while (start > 0 && isSameChord(start, start - 1)) {
          start--;
        }
        int end = i + 1;
        while (end < size && isSameChord(end, end - 1)) {
          end++;
        }
        sortByPitch(order, start, end);
        moved = true;
        i = end;
      }
    }
    return moved;
  }

  private void sortByPitch(int[] order, int start, int end) {
    long[] keys = new long[end - start];
    for (int i = start; i < end; i++) {
      keys[i - start] = (long) pitchOf(i) << 32 | i;
    }
    Arrays.sort(keys);
    for (int i = start; i < end; i++) {
      order[i] = (int) keys[i - start];
    }
  }

  private boolean isSameChord(int a, int b) {
    return onsetTick[a] == onsetTick[b] && track[a] == track[b];
  }

  private int pitchOf(int note) {
    return packed[note] & 0x7F;
  }
}
