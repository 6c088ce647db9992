package io.partita.midi;

import io.partita.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Says what a file without a MIDI header is instead, from its first bytes. */
final class NotMidi {
  private static final int PROBE = 512;
  private static final int TAR_MAGIC = 257;

  /** gzip, zip, 7-Zip, RAR, bzip2, xz, Zstandard, cabinet, StuffIt, DOS program, PDF, sound. */
  private static final List<String> MAGICS =
      List.of(
          "\u001f\u008b",
          "PK",
          "7z¼¯",
          "Rar!",
          "BZh",
          "\u00fd7zXZ",
          "\u0028\u00b5\u002f\u00fd",
          "MSCF",
          "SIT!",
          "StuffIt",
          "MZ",
          "%PDF",
          "ID3",
          "OggS",
          "fLaC");

  private NotMidi() {}

  /** Whether MIDI bytes further in would belong to a file of another kind that holds them. */
  static boolean isContainer(byte[] bytes) {
    return MAGICS.stream().anyMatch(magic -> startsWith(bytes, magic))
        || (bytes.length > 5 && latin1(bytes, 5).endsWith("-lh"))
        || (bytes.length > TAR_MAGIC + 5 && latin1(bytes, TAR_MAGIC + 5).endsWith("ustar"));
  }

  /** Whether the file begins as text, a page or a mail. */
  static boolean isText(byte[] bytes) {
    String looks = looksLike(bytes);
    return looks.equals("HTML") || looks.equals("XML") || looks.equals("text");
  }

  static MalformedInputException fault(byte[] bytes) {
    if (bytes.length < 4 && "MThd".startsWith(latin1(bytes, bytes.length))) {
      return new MalformedInputException(
          MidiFault.TRUNCATED_HEADER,
          bytes.length,
          "The header needs 14 bytes, but the file ends after " + bytes.length);
    }
    return new MalformedInputException(
        MidiFault.NOT_MIDI, 0, "The file has no MThd header; it looks like " + looksLike(bytes));
  }

  private static String looksLike(byte[] bytes) {
    if (startsWith(bytes, "\u001f\u008b")) {
      return "gzip: unpack it first";
    }
    if (startsWith(bytes, "PK")) {
      return "a zip archive: unpack it first";
    }
    if (startsWith(bytes, "RIFF") && bytes.length >= 12) {
      return "RIFF/" + latin1(bytes, 12).substring(8).replaceAll("[^ -~]", "?");
    }
    if (startsWith(bytes, "MTrk")) {
      return "a MIDI track without the file's header";
    }
    if (startsWith(bytes, "ID3")) {
      return "MP3 audio with an ID3 tag";
    }
    if (startsWith(bytes, "OggS")) {
      return "Ogg audio";
    }
    if (startsWith(bytes, "%PDF")) {
      return "PDF";
    }
    String probe = latin1(bytes, Math.min(PROBE, bytes.length));
    String text = probe.toLowerCase(Locale.ROOT).strip();
    if (text.contains("<html") || text.contains("<!doctype html")) {
      return "HTML";
    }
    if (text.startsWith("<?xml")) {
      return "XML";
    }
    if (probe.chars().allMatch(c -> c == 0)) {
      return bytes.length + " bytes that begin with NULs";
    }
    if (probe
        .chars()
        .allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t' || c == '\r' || c == '\n')) {
      return "text";
    }
    int shown = Math.min(8, bytes.length);
    return "nothing known, beginning with " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown);
  }

  private static boolean startsWith(byte[] bytes, String magic) {
    return bytes.length >= magic.length() && latin1(bytes, magic.length()).equals(magic);
  }

  private static String latin1(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
