package io.partita.score;

import java.util.Arrays;

/**
 * A text in a track (Standard MIDI File 1.0, meta events 1 to 15).
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param kind of text
 * @param text decoded as UTF-8 where that is what the bytes are, and as ISO 8859-1 otherwise
 */
public record TextEvent(long tick, int track, Kind kind, String text) {
  /** The meta event types 1 to 15, in their order. */
  public enum Kind {
    TEXT,
    COPYRIGHT,
    TRACK_NAME,
    INSTRUMENT_NAME,
    LYRIC,
    MARKER,
    CUE_POINT,
    PROGRAM_NAME,
    DEVICE_NAME,
    TEXT_10,
    TEXT_11,
    TEXT_12,
    TEXT_13,
    TEXT_14,
    TEXT_15;

    private static final Kind[] VALUES = values();

    public static Kind ofMetaType(int type) {
      return VALUES[type - 1];
    }

    public int metaType() {
      return Arrays.asList(VALUES).indexOf(this) + 1;
    }
  }
}
