package io.partita.midi;

import io.partita.MalformedInputException;
import java.util.Arrays;

/** The growing arrays behind {@link MidiEvents} while a file is parsed. */
final class EventBuffer {
  /** Of dense controllers, texts and note offs together, for each note that there may be. */
  private static final int EVENTS_PER_NOTE = 4;

  /** Whatever the limit, a file of a few notes may have as many events. */
  private static final int FREE_EVENTS = 100_000;

  private static final int NOTE_ON = 0x90;

  final byte[] source;
  private final int maxNotes;
  private final int maxEvents;
  private int notes;
  int trackCount;
  int[] firstEvent = new int[17];
  int size;
  long[] tick;
  int[] message;
  int payloads;
  int programChanges;
  boolean hasPorts;
  int[] payloadHead = new int[16];
  int[] payloadOffset = new int[16];
  int[] payloadLength = new int[16];

  /**
   * Most events take three bytes or four, and none less than two.
   *
   * @param maxNotes at least 1
   */
  EventBuffer(byte[] source, int maxNotes) {
    this.source = source;
    this.maxNotes = maxNotes;
    this.maxEvents =
        (int) Math.min(Integer.MAX_VALUE, FREE_EVENTS + EVENTS_PER_NOTE * (long) maxNotes);
    int expected = (int) Math.min(source.length / 3 + 1, maxEvents + 1L);
    this.tick = new long[expected];
    this.message = new int[expected];
  }

  /**
   * Fails before more is kept than may be.
   *
   * @param byteOffset behind the last event
   */
  void requireRoom(int byteOffset) throws MalformedInputException {
    if (notes > maxNotes || size > maxEvents) {
      throw new MalformedInputException(
          MidiFault.TOO_MANY_NOTES,
          byteOffset,
          notes > maxNotes
              ? "The file has more than " + maxNotes + " notes"
              : "The file has more than " + maxEvents + " events");
    }
  }

  void add(long tickOfEvent, int packed) {
    if (size == tick.length) {
      tick = Arrays.copyOf(tick, size + size / 2 + 1);
      message = Arrays.copyOf(message, tick.length);
    }
    tick[size] = tickOfEvent;
    message[size++] = packed;
    notes += (packed & 0x800000F0) == NOTE_ON && packed > 0xFFFF ? 1 : 0;
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
    hasPorts |= head == Ports.HEAD;
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
