package io.partita.midi;

/** The programs in force on the channels of all ports, over the merged order of all tracks. */
final class ProgramChanges {
  private final int channels;
  private final int[] channelStart;
  private final int[] cursor;

  /** Where the program after the cursor begins; most channels have one program at most. */
  private final long[] nextTick;

  private final int[] event;
  private final long[] tick;
  private final int[] program;

  /** Collects the program changes of all tracks. */
  ProgramChanges(MidiEvents events) {
    channels = events.channelCount();
    channelStart = new int[channels + 1];
    cursor = new int[channels];
    nextTick = new long[channels];
    int count = events.programChangeCount;
    event = new int[count];
    tick = new long[count];
    program = new int[count];
    if (count > 0) {
      collect(events, count);
    }
  }

  private void collect(MidiEvents events, int count) {
    int[] found = new int[count];
    int[] runStart = new int[events.trackCount + 1];
    int n = 0;
    for (int track = 0; track < events.trackCount; track++) {
      runStart[track] = n;
      for (int e = events.firstEvent[track]; e < events.firstEvent[track + 1]; e++) {
        if (isProgramChange(events.message[e])) {
          found[n++] = e;
          channelStart[events.channelOfAll(e) + 1]++;
        }
      }
    }
    runStart[events.trackCount] = n;
    for (int channel = 0; channel < channels; channel++) {
      channelStart[channel + 1] += channelStart[channel];
    }
    int[] next = channelStart.clone();
    for (int e : RunMerge.merge(found, runStart, events.trackCount, events.tick)) {
      int slot = next[events.channelOfAll(e)]++;
      event[slot] = e;
      tick[slot] = events.tick[e];
      program[slot] = events.message[e] >> 8 & 0x7F;
    }
  }

  private static boolean isProgramChange(int message) {
    return message >= 0 && (message & 0xF0) == 0xC0;
  }

  /** Call before the first {@link #programAt} of each track. */
  void startTrack() {
    for (int channel = 0; channel < channels; channel++) {
      moveTo(channel, channelStart[channel]);
    }
  }

  /**
   * The program before an event in the merged order, 0 where none was set. Within a track, events
   * must be asked for in their order.
   */
  int programAt(int channel, long atTick, int atEvent) {
    if (atTick >= nextTick[channel]) {
      moveTo(channel, firstNotBefore(cursor[channel], channelStart[channel + 1], atTick, atEvent));
    }
    int next = cursor[channel];
    return next == channelStart[channel] ? 0 : program[next - 1];
  }

  private void moveTo(int channel, int next) {
    cursor[channel] = next;
    nextTick[channel] = next < channelStart[channel + 1] ? tick[next] : Long.MAX_VALUE;
  }

  private int firstNotBefore(int from, int to, long atTick, int atEvent) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(middle, atTick, atEvent)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Event indices ascend by track and then in the track: the merged order at one tick. */
  private boolean isBefore(int i, long atTick, int atEvent) {
    return tick[i] < atTick || (tick[i] == atTick && event[i] < atEvent);
  }
}
