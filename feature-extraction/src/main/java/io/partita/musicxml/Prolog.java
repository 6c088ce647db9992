package io.partita.musicxml;

import java.nio.charset.StandardCharsets;

/** What the first bytes of a file say about its kind. */
final class Prolog {
  private static final int PROBE = 8192;

  private Prolog() {}

  /**
   * Whether they are those of MusicXML: text, in whatever encoding, that names its root element; or
   * a zip archive that begins as {@code .mxl} files do.
   */
  static boolean isMusicXml(byte[] bytes) {
    if (bytes.length < 4 || bytes[0] == 'M') {
      return false; // MIDI, as nearly always
    }
    int length = Math.min(PROBE, bytes.length);
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).replace("\0", "");
    if (Container.is(bytes)) {
      String head = new String(bytes, 0, Math.min(256, length), StandardCharsets.ISO_8859_1);
      return head.contains("META-INF/") || head.contains("mimetype") || head.contains("xml");
    }
    boolean isText =
        text.stripLeading().startsWith("<") || text.indexOf('<') == 3 || hasMark(bytes);
    return isText && (text.contains("<score-partwise") || text.contains("<score-timewise"));
  }

  /** The byte order mark of UTF-16. */
  private static boolean hasMark(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] & bytes[1] & 0xFE) == 0xFE && bytes[0] != bytes[1];
  }
}
