package io.partita.midi;

import java.util.Arrays;

/**
 * The ports of a file's events, as MIDI port events (FF 21) set them: each port has sixteen
 * channels of its own. An event holds for its track from there on; the first of a track that no
 * note precedes also holds for what is before it, as programs write it behind their first program
 * change.
 */
final class Ports {
  private static final int PORT = 0x21;

  /** Of the payload of a port event. */
  static final int HEAD = MidiEvents.META | PORT << 8;

  private static final int MOST = 127;

  private Ports() {}

  /** The port of each event, 0 until a track sets it. */
  static byte[] of(MidiEvents events) {
    byte[] ports = new byte[events.size()];
    for (int track = 0; track < events.trackCount; track++) {
      track(events, track, ports);
    }
    return ports;
  }

  private static void track(MidiEvents events, int track, byte[] ports) {
    int first = events.firstEvent[track];
    boolean isFirst = true;
    int port = 0;
    for (int e = first; e < events.firstEvent[track + 1]; e++) {
      int next = number(events, e);
      if (next >= 0) {
        port = next;
        if (isFirst) {
          Arrays.fill(ports, first, e, (byte) port);
        }
      }
      isFirst &= next < 0 && !MidiEvents.isNoteOn(events.message[e]);
      ports[e] = (byte) port;
    }
  }

  /** What a port event sets, 0 to 127; -1 for other events and where it sets nothing. */
  private static int number(MidiEvents events, int e) {
    return isPort(events, e) && isValid(events, e) ? events.payload(e, 0) : -1;
  }

  static boolean isPort(MidiEvents events, int e) {
    return events.message[e] < 0 && events.payloadHead[~events.message[e]] == HEAD;
  }

  /** Whether a port event has the one byte that it should have. */
  static boolean isValid(MidiEvents events, int e) {
    return events.payloadLength(e) == 1 && events.payload(e, 0) <= MOST;
  }
}
