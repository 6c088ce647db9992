package io.partita.midi;

import java.util.Arrays;

/** The growing arrays behind {@link MidiEvents} while a file is parsed. */
final class EventBuffer {
  final byte[] source;
  int trackCount;
  int[] firstEvent = new int[17];
  int size;
  long[] tick;
  int[] message;
  int payloads;
  int programChanges;
  int[] payloadHead = new int[16];
  int[] payloadOffset = new int[16];
  int[] payloadLength = new int[16];

  /** Most events take three bytes or four, and none less than two. */
  EventBuffer(byte[] source) {
    this.source = source;
    this.tick = new long[source.length / 3 + 1];
    this.message = new int[source.length / 3 + 1];
  }

  void add(long tickOfEvent, int packed) {
    if (size == tick.length) {
      tick = Arrays.copyOf(tick, size + size / 2 + 1);
      message = Arrays.copyOf(message, tick.length);
    }
    tick[size] = tickOfEvent;
    message[size++] = packed;
  }

  /** Whether any event is a note on of a velocity above 0. */
  boolean hasNotes() {
    for (int i = 0; i < size; i++) {
      if (message[i] > 0xFFFF && (message[i] & 0xF0) == 0x90) {
        return true;
      }
    }
    return false;
  }

  void addPayload(long tickOfEvent, int head, int byteOffset, int length) {
    if (payloads == payloadHead.length) {
      payloadHead = Arrays.copyOf(payloadHead, payloads * 2);
      payloadOffset = Arrays.copyOf(payloadOffset, payloads * 2);
      payloadLength = Arrays.copyOf(payloadLength, payloads * 2);
    }
    payloadHead[payloads] = head;
    payloadOffset[payloads] = byteOffset;
    payloadLength[payloads] = length;
    add(tickOfEvent, ~payloads++);
  }

  void endTrack() {
    trackCount++;
    if (trackCount == firstEvent.length) {
      firstEvent = Arrays.copyOf(firstEvent, trackCount * 2);
    }
    firstEvent[trackCount] = size;
  }
}
