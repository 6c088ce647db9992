package io.partita.score;

import io.partita.Labelled;
import java.util.Arrays;

/**
 * A text in a track (Standard MIDI File 1.0, meta events 1 to 15).
 *
 * @param tick from the start
 * @param track the 0-based track that holds it
 * @param kind of text
 * @param text without NULs and byte order marks
 * @param encoding of the bytes that it was read from
 */
public record TextEvent(long tick, int track, Kind kind, String text, Encoding encoding) {
  /** In UTF-8, as texts are written. */
  public TextEvent(long tick, int track, Kind kind, String text) {
    this(tick, track, kind, text, Encoding.UTF_8);
  }

  /** The encodings that are recognised; ASCII counts as UTF-8. */
  public enum Encoding {
    UTF_8("utf-8"),
    /** With a byte order mark, or where every second byte is zero. */
    UTF_16("utf-16"),
    /** Where all texts of a file that are no UTF-8 are Shift-JIS, with kana among them. */
    SHIFT_JIS("shift-jis"),
    /** Every other sequence of bytes. */
    ISO_8859_1("iso-8859-1");

    private final String label;

    Encoding(String label) {
      this.label = label;
    }

    /** As the tables have it. */
    public String label() {
      return label;
    }
  }

  /** The meta event types 1 to 15, in their order. */
  public enum Kind implements Labelled {
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
