package io.partita.midi;

import io.partita.score.Division;
import io.partita.score.MidiWarnings;
import io.partita.score.Score;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * All events of a file as they are in it, track by track, in flat arrays: no object per event. Meta
 * and system exclusive payloads stay in the file's bytes, which this object keeps.
 *
 * <p>Event indices run from 0 over all tracks; those of track t are {@code firstEvent(t)} to {@code
 * endEvent(t) - 1}, in file order. End-of-track events are among them.
 */
public final class MidiEvents {
  static final int SYSEX = 0xF0;
  static final int SYSEX_CONTINUATION = 0xF7;
  static final int META = 0xFF;
  static final int META_END_OF_TRACK = 0x2F;
  static final int META_TEMPO = 0x51;
  static final int META_TIME_SIGNATURE = 0x58;
  static final int META_KEY_SIGNATURE = 0x59;
  static final int RESET_CONTROLLERS = 121;

  /** Of a port. */
  static final int CHANNELS = 16;

  final byte[] source;
  final int format;
  final Division division;
  final int trackCount;
  final int[] firstEvent;
  final MidiWarnings warnings;
  final int programChangeCount;

  /** Of each event its port; null where all have port 0. */
  private final byte[] port;

  /** One above the highest port. */
  private final int ports;

  /** From the start of the track. */
  final long[] tick;

  /**
   * Status in bits 0-7 and data bytes in bits 8-15 and 16-23; or, negative, ~i for entry i of the
   * payload tables.
   */
  final int[] message;

  /** Status in bits 0-7, meta type in bits 8-15. */
  final int[] payloadHead;

  final int[] payloadOffset;
  final int[] payloadLength;

  MidiEvents(EventBuffer buffer, int format, Division division, MidiWarnings warnings) {
    this.source = buffer.source;
    this.format = format;
    this.division = division;
    this.trackCount = buffer.trackCount;
    this.firstEvent = buffer.firstEvent;
    this.tick = buffer.tick;
    this.message = buffer.message;
    this.payloadHead = buffer.payloadHead;
    this.payloadOffset = buffer.payloadOffset;
    this.payloadLength = buffer.payloadLength;
    this.warnings = warnings;
    this.programChangeCount = buffer.programChanges;
    byte[] found = buffer.hasPorts ? Ports.of(this) : new byte[0];
    int highest = 0;
    for (byte one : found) {
      highest = Math.max(highest, one);
    }
    this.port = highest == 0 ? null : found;
    this.ports = highest + 1;
  }

  /** The bytes of the whole file, not a copy. */
  public byte[] file() {
    return source;
  }

  /** The header's format field as it stands. */
  public int format() {
    return format;
  }

  public Division division() {
    return division;
  }

  /** What the reader tolerated and repaired. */
  public MidiWarnings warnings() {
    return warnings;
  }

  public int trackCount() {
    return trackCount;
  }

  /** Events of all tracks. */
  public int size() {
    return firstEvent[trackCount];
  }

  public int firstEvent(int track) {
    return firstEvent[track];
  }

  /** One past the track's last event. */
  public int endEvent(int track) {
    return firstEvent[track + 1];
  }

  /** The track's length: the tick of its last event, 0 where it has none. */
  public long endTick(int track) {
    return firstEvent[track] == firstEvent[track + 1] ? 0 : tick[firstEvent[track + 1] - 1];
  }

  /** The track that holds an event. */
  int track(int event) {
    int low = 0;
    int high = trackCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstEvent[middle] <= event) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Ticks from the start of the track. */
  public long tick(int event) {
    return tick[event];
  }

  /** Status byte, 0x80 to 0xFF: 0xFF is a meta event, 0xF0 and 0xF7 are system exclusive. */
  public int status(int event) {
    int packed = message[event];
    return (packed < 0 ? payloadHead[~packed] : packed) & 0xFF;
  }

  /** First data byte, 0 to 127; of a meta event its type; 0 where the message has none. */
  public int data1(int event) {
    int packed = message[event];
    return (packed < 0 ? payloadHead[~packed] : packed) >> 8 & 0xFF;
  }

  /** Second data byte, 0 to 127; 0 where the message has none. */
  public int data2(int event) {
    int packed = message[event];
    return packed < 0 ? 0 : packed >> 16 & 0xFF;
  }

  /**
   * The port of an event, 0 to 127: a track's port events (FF 21) set it, the first that no note
   * precedes for the whole track before it, too. Each port has sixteen channels of its own.
   */
  public int port(int event) {
    return port == null ? 0 : port[event];
  }

  /** Channels of all ports up to the highest one, 16 each. */
  public int channelCount() {
    return ports * CHANNELS;
  }

  /** The channel of a channel message among those of all ports: 16 · port + channel. */
  public int channelOfAll(int event) {
    return port(event) * CHANNELS + (message[event] & 0xF);
  }

  /** Whether a message is a note on of a velocity above 0. */
  static boolean isNoteOn(int packed) {
    return packed > 0xFFFF && (packed & 0xF0) == 0x90;
  }

  public boolean isMeta(int event) {
    return status(event) == META;
  }

  public boolean isEndOfTrack(int event) {
    return isEnd(message[event]);
  }

  private boolean isEnd(int packed) {
    return packed < 0 && payloadHead[~packed] == (META | META_END_OF_TRACK << 8);
  }

  /** The controller that a message moves; -1 for other messages. */
  static int controller(int packed) {
    return packed >= 0 && (packed & 0xF0) == 0xB0 ? packed >> 8 & 0x7F : -1;
  }

  /** Bytes after the length of a meta or system exclusive event; 0 for other events. */
  public int payloadLength(int event) {
    int packed = message[event];
    return packed < 0 ? payloadLength[~packed] : 0;
  }

  /** Where the payload of a meta or system exclusive event is in the file. */
  int payloadOffset(int event) {
    return payloadOffset[~message[event]];
  }

  /** A payload byte of a meta or system exclusive event as 0 to 255. */
  public int payload(int event, int index) {
    int entry = ~message[event];
    if (index < 0 || index >= payloadLength[entry]) {
      throw new IndexOutOfBoundsException(
          "Payload byte " + index + " of event " + event + " with " + payloadLength[entry]);
    }
    return source[payloadOffset[entry] + index] & 0xFF;
  }

  /**
   * Microseconds per quarter of a tempo event of three bytes or more, 0 included; -1 for other
   * events.
   */
  public int microsPerQuarter(int event) {
    int packed = message[event];
    if (packed >= 0
        || payloadHead[~packed] != (META | META_TEMPO << 8)
        || payloadLength[~packed] < 3) {
      return -1;
    }
    return payload(event, 0) << 16 | payload(event, 1) << 8 | payload(event, 2);
  }

  /**
   * All events but the end-of-tracks, by tick; at one tick by track, then in the track's order.
   *
   * @return event indices
   */
  public int[] mergedOrder() {
    return merged(packed -> !isEnd(packed));
  }

  /** Those events, in the same order, whose packed message is wanted. */
  int[] merged(IntPredicate isWanted) {
    int[] order = new int[size()];
    int[] runStart = new int[trackCount + 1];
    int n = 0;
    for (int track = 0; track < trackCount; track++) {
      runStart[track] = n;
      for (int e = firstEvent[track]; e < firstEvent[track + 1]; e++) {
        if (isWanted.test(message[e])) {
          order[n++] = e;
        }
      }
    }
    runStart[trackCount] = n;
    return RunMerge.merge(Arrays.copyOf(order, n), runStart, trackCount, tick);
  }

  /**
   * Pairs the note ons and offs of a file and collects the rest.
   *
   * <p>Offs close the oldest open note of their (track, port, channel, pitch); a note on of
   * velocity 0 is an off. A note never closed ends at its track's end. The program of a note is the
   * one in force on its port's channel at the note on, in the merged order of all tracks.
   */
  public Score score() {
    return EventAssembly.score(this);
  }
}
