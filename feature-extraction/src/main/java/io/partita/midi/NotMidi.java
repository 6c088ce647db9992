package io.partita.midi;

import io.partita.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what a file without a MIDI header is instead, from its first bytes. */
final class NotMidi {
  private static final int PROBE = 512;
  private static final int TAR_MAGIC = 257;

  /** Kinds of files that may hold others, by the characters they begin with. */
  private static final Map<String, String> CONTAINERS =
      Map.ofEntries(
          Map.entry("\u001f\u008b", "gzip: unpack it first"),
          Map.entry("PK", "a zip archive: unpack it first"),
          Map.entry("7z¼¯", "a 7-Zip archive: unpack it first"),
          Map.entry("Rar!", "a RAR archive: unpack it first"),
          Map.entry("BZh", "bzip2: unpack it first"),
          Map.entry("\u00fd7zXZ", "xz: unpack it first"),
          Map.entry("(\u00b5/\u00fd", "Zstandard: unpack it first"),
          Map.entry("MSCF", "a cabinet archive: unpack it first"),
          Map.entry("SIT!", "a StuffIt archive: unpack it first"),
          Map.entry("StuffIt", "a StuffIt archive: unpack it first"),
          Map.entry("MZ", "a program"),
          Map.entry("%PDF", "PDF"),
          Map.entry("ID3", "MP3 audio with an ID3 tag"),
          Map.entry("OggS", "Ogg audio"),
          Map.entry("fLaC", "FLAC audio"));

  private NotMidi() {}

  /** Whether MIDI bytes further in would belong to a file of another kind that holds them. */
  static boolean isContainer(byte[] bytes) {
    return container(bytes).isPresent();
  }

  private static Optional<String> container(byte[] bytes) {
    if (standsAt(bytes, TAR_MAGIC, "ustar")) {
      return Optional.of("a tar archive: unpack it first");
    }
    if (standsAt(bytes, 2, "-lh")) {
      return Optional.of("an LHA archive: unpack it first");
    }
    return CONTAINERS.entrySet().stream()
        .filter(kind -> standsAt(bytes, 0, kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
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
    Optional<String> container = container(bytes);
    if (container.isPresent()) {
      return container.get();
    }
    if (standsAt(bytes, 0, "RIFF") && bytes.length >= 12) {
      return "RIFF/" + printable(bytes, 8, 12);
    }
    if (standsAt(bytes, 0, "FORM") && bytes.length >= 12) {
      boolean isAudio = standsAt(bytes, 8, "AIFF") || standsAt(bytes, 8, "AIFC");
      return isAudio ? "AIFF audio" : "IFF/" + printable(bytes, 8, 12);
    }
    if (standsAt(bytes, 0, "MTrk")) {
      return "a MIDI track without the file's header";
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

  private static boolean standsAt(byte[] bytes, int p, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    int end = p + expected.length;
    return bytes.length >= end && Arrays.equals(bytes, p, end, expected, 0, expected.length);
  }

  private static String printable(byte[] bytes, int from, int to) {
    return latin1(bytes, to).substring(from).replaceAll("[^ -~]", "?");
  }

  private static String latin1(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
