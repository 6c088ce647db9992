package io.partita.midi;

import io.partita.score.ClosedBy;
import io.partita.score.Notes;
import io.partita.score.TempoMap;
import java.util.Arrays;

/**
 * Note ons and offs to notes: an off closes the oldest open note of its track, port, channel and
 * pitch. Notes are kept in the order of their note ons, track by track, and sorted at the end.
 */
final class NotePairing {
  private static final long OPEN = -1;
  private static final int PITCHES = 128;

  private long[] onsetTick;
  private long[] offsetTick;
  private int[] track;

  /** Null where all are on port 0. */
  private byte[] port;

  private int[] packed;

  /** The next younger open note of the same key, as note index + 1; 0 is none. */
  private int[] nextOpen;

  /** Oldest open note per channel of all ports · 128 + pitch, as note index + 1; 0 is none. */
  private final int[] oldestOpen;

  /** The youngest, where there is an oldest; else the last that there was, or 0. */
  private final int[] youngestOpen;

  /** Bit c is set where the track has notes on channel c. */
  private final int[] channelMask;

  private final int[] trackStart;
  private int tracks;
  private int size;
  private int open;
  private int orphanOffs;
  private int strayOffs;
  private int unclosed;

  /**
   * Starts with the first track.
   *
   * @param noteCount expected notes; more are welcome
   * @param channels of all ports
   */
  NotePairing(int noteCount, int trackCount, int channels) {
    oldestOpen = new int[channels * PITCHES];
    youngestOpen = new int[oldestOpen.length];
    port = channels == MidiEvents.CHANNELS ? null : new byte[noteCount];
    onsetTick = new long[noteCount];
    offsetTick = new long[noteCount];
    track = new int[noteCount];
    packed = new int[noteCount];
    nextOpen = new int[noteCount];
    channelMask = new int[trackCount + 1];
    trackStart = new int[trackCount + 1];
  }

  int orphanOffs() {
    return orphanOffs;
  }

  /** Those of the orphans whose pitch had not sounded before in their track and channel. */
  int strayOffs() {
    return strayOffs;
  }

  /** Notes that only the end of their track closed. */
  int unclosedCount() {
    return unclosed;
  }

  /**
   * @param channelOfAll 16 · port + channel
   */
  void noteOn(long tick, int channelOfAll, int pitch, int velocity, int program) {
    int channel = channelOfAll % MidiEvents.CHANNELS;
    int note = size++;
    if (note == onsetTick.length) {
      grow();
    }
    onsetTick[note] = tick;
    offsetTick[note] = OPEN;
    track[note] = tracks;
    packed[note] = Notes.pack(pitch, velocity, program, channel);
    if (port != null) {
      port[note] = (byte) (channelOfAll / MidiEvents.CHANNELS);
    }
    int key = channelOfAll << 7 | pitch;
    if (oldestOpen[key] == 0) {
      oldestOpen[key] = note + 1;
    } else {
      nextOpen[youngestOpen[key] - 1] = note + 1;
    }
    youngestOpen[key] = note + 1;
    channelMask[tracks] |= 1 << channel;
    open++;
  }

  private void grow() {
    int capacity = size * 2;
    onsetTick = Arrays.copyOf(onsetTick, capacity);
    offsetTick = Arrays.copyOf(offsetTick, capacity);
    track = Arrays.copyOf(track, capacity);
    packed = Arrays.copyOf(packed, capacity);
    port = port == null ? null : Arrays.copyOf(port, capacity);
    nextOpen = Arrays.copyOf(nextOpen, capacity);
  }

  /**
   * @param channelOfAll 16 · port + channel
   */
  void noteOff(long tick, int channelOfAll, int pitch, ClosedBy closedBy) {
    int key = channelOfAll << 7 | pitch;
    int note = oldestOpen[key] - 1;
    if (note < 0) {
      orphanOffs++;
      strayOffs += youngestOpen[key] > trackStart[tracks] ? 0 : 1;
      return;
    }
    offsetTick[note] = tick;
    packed[note] = Notes.withClosedBy(packed[note], closedBy);
    oldestOpen[key] = nextOpen[note];
    open--;
  }

  /** Closes what is open; the next note on belongs to the next track. */
  void endTrack(long endTick) {
    unclosed += open;
    for (int note = trackStart[tracks]; note < size && open > 0; note++) {
      if (offsetTick[note] == OPEN) {
        offsetTick[note] = endTick;
        int channelOfAll = portOf(note) * MidiEvents.CHANNELS + (packed[note] >> 21);
        oldestOpen[channelOfAll << 7 | pitchOf(note)] = 0;
        packed[note] = Notes.withClosedBy(packed[note], ClosedBy.TRACK_END);
        open--;
      }
    }
    trackStart[++tracks] = size;
  }

  /** Bit c is set where the track has notes on channel c. */
  int channelMask(int ofTrack) {
    return channelMask[ofTrack];
  }

  int noteCount(int ofTrack) {
    return trackStart[ofTrack + 1] - trackStart[ofTrack];
  }

  /**
   * All notes by (onset tick, track, pitch, order of the note ons). Comes last: it gives the arrays
   * away, and forgets where tracks begin.
   */
  Notes notes(TempoMap tempos) {
    int firstMoved = firstUnsortedChord();
    int occupied = occupiedRuns();
    if (occupied <= 1 && firstMoved == size) {
      return new Notes(size, onsetTick, offsetTick, track, port, packed, tempos);
    }
    int[] order = RunMerge.identity(size);
    sortChords(order, firstMoved);
    order = RunMerge.merge(order, trackStart, occupied, onsetTick);
    long[] onset = new long[size];
    long[] offset = new long[size];
    int[] trackOf = new int[size];
    int[] values = new int[size];
    byte[] portOf = port == null ? null : new byte[size];
    for (int i = 0; i < size; i++) {
      int note = order[i];
      onset[i] = onsetTick[note];
      offset[i] = offsetTick[note];
      trackOf[i] = track[note];
      values[i] = packed[note];
      if (portOf != null) {
        portOf[i] = port[note];
      }
    }
    return new Notes(size, onset, offset, trackOf, portOf, values, tempos);
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

  /** The first note that is lower than the one before it at the same tick, or the size. */
  private int firstUnsortedChord() {
    for (int i = 1; i < size; i++) {
      if (isOutOfOrder(i)) {
        return i;
      }
    }
    return size;
  }

  /** Sorts the notes of each track and tick by pitch, from a note on. */
  private void sortChords(int[] order, int from) {
    for (int i = from; i < size; i++) {
      if (isOutOfOrder(i)) {
        int start = i - 1;
        while (start > 0 && isSameChord(start, start - 1)) {
          start--;
        }
        int end = i + 1;
        while (end < size && isSameChord(end, end - 1)) {
          end++;
        }
        sortByPitch(order, start, end);
        i = end;
      }
    }
  }

  /** One branch instead of three: ticks and pitches are as good as random to a processor. */
  private boolean isOutOfOrder(int i) {
    long apart = (onsetTick[i] ^ onsetTick[i - 1]) | (track[i] ^ track[i - 1]);
    int notLower = ~(pitchOf(i) - pitchOf(i - 1)) >>> 31;
    return (apart | notLower) == 0;
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

  private int portOf(int note) {
    return port == null ? 0 : port[note];
  }

  private int pitchOf(int note) {
    return packed[note] & 0x7F;
  }
}
