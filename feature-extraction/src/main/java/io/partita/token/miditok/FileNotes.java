package io.partita.token.miditok;

import io.partita.midi.MidiEvents;
import io.partita.token.grammar.PieceFrame;
import java.util.Arrays;

/**
 * Step 1 for the notes: each track's, in the order of their note ons, in the file's ticks. A note
 * belongs to the program that its channel has in its own track; an off closes the oldest open note
 * of its track, channel and pitch.
 */
final class FileNotes {
  /** The part of channel 9, whatever its program. */
  static final int DRUMS = PieceFrame.DRUMS;

  static final int PARTS = 129;
  private static final int LYRIC_CHANNEL = 15;
  private static final int DRUM_CHANNEL = 9;
  private static final int KEYS = 16 * 128;

  private final MidiEvents events;
  private int size;
  private long[] onset = new long[256];

  /** -1 while a note is open. */
  private long[] duration = new long[256];

  /** Program, pitch and velocity. */
  private int[] head = new int[256];

  private int[] nextOpen = new int[256];

  /** The oldest open note of channel · 128 + pitch, as note + 1; 0 is none. */
  private final int[] oldest = new int[KEYS];

  private final int[] youngest = new int[KEYS];
  private final int[] programs = new int[16];

  /** Whether the track has a part of channel · 128 + program. */
  private final boolean[] hasPart = new boolean[KEYS];

  private int trackParts;

  /** How many parts there are of a program. */
  private final int[] partCount = new int[PARTS];

  private final int[] order = new int[PARTS];
  private int programCount;
  private int orphanOffs;
  private int closed;

  private FileNotes(MidiEvents events) {
    this.events = events;
  }

  static FileNotes of(MidiEvents events) {
    FileNotes notes = new FileNotes(events);
    for (int track = 0; track < events.trackCount(); track++) {
      int first = events.firstEvent(track);
      int end = MetaEvents.end(events, track);
      if (end > first) {
        notes.track(first, end);
      }
    }
    return notes;
  }

  private void track(int first, int end) {
    Arrays.fill(programs, 0);
    int before = size;
    for (int e = first; e < end; e++) {
      int status = events.status(e);
      switch (status >> 4) {
        case 0x9 -> {
          if (events.data2(e) > 0) {
            noteOn(e, status & 15);
          } else {
            noteOff(e, status & 15);
          }
        }
        case 0x8 -> noteOff(e, status & 15);
        case 0xC -> programs[status & 15] = events.data1(e);
        case 0xF -> {
          if (MetaEvents.isLyric(events, e)) {
            part(LYRIC_CHANNEL);
          }
        }
        default -> {}
      }
    }
    forget(before);
    countParts();
  }

  private void part(int channel) {
    int key = channel << 7 | programs[channel];
    trackParts += hasPart[key] ? 0 : 1;
    hasPart[key] = true;
  }

  private void noteOn(int event, int channel) {
    if (size == onset.length) {
      onset = Arrays.copyOf(onset, size * 2);
      duration = Arrays.copyOf(duration, size * 2);
      head = Arrays.copyOf(head, size * 2);
      nextOpen = Arrays.copyOf(nextOpen, size * 2);
    }
    part(channel);
    int pitch = events.data1(event);
    int program = channel == DRUM_CHANNEL ? DRUMS : programs[channel];
    onset[size] = events.tick(event);
    duration[size] = -1;
    head[size] = program << 14 | pitch << 7 | events.data2(event);
    nextOpen[size] = 0;
    int key = channel << 7 | pitch;
    if (oldest[key] == 0) {
      oldest[key] = size + 1;
    } else {
      nextOpen[youngest[key] - 1] = size + 1;
    }
    youngest[key] = ++size;
  }

  private void noteOff(int event, int channel) {
    int key = channel << 7 | events.data1(event);
    int note = oldest[key] - 1;
    if (note < 0) {
      orphanOffs++;
      return;
    }
    oldest[key] = nextOpen[note];
    duration[note] = events.tick(event) - onset[note];
    closed++;
  }

  /** What is open at a track's end stays so. */
  private void forget(int firstNote) {
    for (int note = firstNote; note < size; note++) {
      if (duration[note] < 0) {
        Arrays.fill(oldest, 0);
        return;
      }
    }
  }

  /** In the order of channel and program. */
  private void countParts() {
    for (int key = 0; trackParts > 0; key++) {
      if (hasPart[key]) {
        hasPart[key] = false;
        trackParts--;
        int program = key >> 7 == DRUM_CHANNEL ? DRUMS : key & 127;
        if (partCount[program]++ == 0) {
          order[programCount++] = program;
        }
      }
    }
  }

  /** Note ons. */
  int size() {
    return size;
  }

  boolean isClosed(int note) {
    return duration[note] >= 0;
  }

  long onset(int note) {
    return onset[note];
  }

  long duration(int note) {
    return duration[note];
  }

  /** 0 to 127, or {@link #DRUMS}. */
  int program(int note) {
    return head[note] >> 14;
  }

  int pitch(int note) {
    return head[note] >> 7 & 127;
  }

  int velocity(int note) {
    return head[note] & 127;
  }

  /** Programs that have a part, even one without notes. */
  int programCount() {
    return programCount;
  }

  /** By the order of their first parts: track by track, then by channel and program. */
  int programAt(int place) {
    return order[place];
  }

  boolean isShared(int program) {
    return partCount[program] > 1;
  }

  int orphanOffs() {
    return orphanOffs;
  }

  int unclosed() {
    return size - closed;
  }
}
