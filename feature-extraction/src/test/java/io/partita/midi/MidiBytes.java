package io.partita.midi;

import io.partita.MalformedInputException;
import io.partita.score.Score;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Locale;

/** Writes the bytes of small MIDI files, right or wrong, for tests. */
public final class MidiBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A file of the division 96. */
  public static MidiBytes file(int format, int tracks) {
    return file(format, tracks, 96);
  }

  public static MidiBytes file(int format, int tracks, int division) {
    return new MidiBytes()
        .hex("4d546864 00000006 %04x %04x %04x".formatted(format, tracks, division));
  }

  /** A file of one track with these events, in hexadecimal digits, and an end-of-track. */
  public static MidiBytes oneTrack(String events) {
    return file(0, 1).track(events + " 00 ff2f00");
  }

  /** A track chunk of just these bytes. */
  public MidiBytes track(String body) {
    return chunk("4d54726b", parse(body).length, body);
  }

  /** A chunk whose length says what it likes. */
  public MidiBytes chunk(String idHex, int length, String body) {
    return hex(idHex + "%08x".formatted(length)).hex(body);
  }

  public MidiBytes hex(String digits) {
    bytes.writeBytes(parse(digits));
    return this;
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  public Score read() throws MalformedInputException {
    return MidiReader.read(toBytes());
  }

  public MidiEvents events() throws MalformedInputException {
    return MidiReader.events(toBytes());
  }

  private static byte[] parse(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", "").toLowerCase(Locale.ROOT));
  }
}
