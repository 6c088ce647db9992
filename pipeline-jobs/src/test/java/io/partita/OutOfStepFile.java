package io.partita;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A MIDI file that lost its step: it begins with eight bars of drums, then come bytes that can be
 * read, but whose note ons and offs do not belong together, with data bytes above 127 and a gap of
 * days.
 */
public final class OutOfStepFile {
  private static final int TICKS_A_STEP = 24;

  private OutOfStepFile() {}

  /**
   * The bytes; 96 ticks a quarter.
   *
   * @param number files of other numbers have other contents
   */
  public static byte[] bytes(int number) {
    ByteArrayOutputStream track = new ByteArrayOutputStream();
    for (int step = 0; step < 128; step++) {
      write(track, 0, 0x99, step % (4 + number) == 0 ? 36 : 42, 80);
      write(track, TICKS_A_STEP, 0x89, step % (4 + number) == 0 ? 36 : 42, 64);
    }
    track.writeBytes(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f}); // the longest delta
    for (int i = 0; i < 300; i++) {
      write(track, i == 0 ? -1 : 1, 0x90 + i % 8, 20 + i % 50, 0xc8); // a velocity above 127
      write(track, 1, 0x88 + i % 8, 70 + i % 50, 64);
    }
    write(track, 0, 0xff, 0x2f, 0);
    byte[] events = track.toByteArray();
    return ByteBuffer.allocate(14 + 8 + events.length)
        .put("MThd".getBytes(StandardCharsets.US_ASCII))
        .putInt(6)
        .putShort((short) 0)
        .putShort((short) 1)
        .putShort((short) 96)
        .put("MTrk".getBytes(StandardCharsets.US_ASCII))
        .putInt(events.length)
        .put(events)
        .array();
  }

  /** An event, after a delta of 0 to 127 ticks or, below 0, after one that is written already. */
  private static void write(ByteArrayOutputStream track, int delta, int... event) {
    if (delta >= 0) {
      track.write(delta);
    }
    for (int value : event) {
      track.write(value);
    }
  }
}
