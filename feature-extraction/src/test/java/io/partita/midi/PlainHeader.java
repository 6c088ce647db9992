package io.partita.midi;

import io.partita.score.MidiWarning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The header's part of {@link PlainMidiReader}: which header counts, and what is wrong with it. */
final class PlainHeader {
  /** Nothing of the file can be used. */
  static final class Rejected extends Exception {
    private static final long serialVersionUID = 1;
    final MidiFault fault;
    final int offset;

    Rejected(MidiFault fault, int offset) {
      this.fault = fault;
      this.offset = offset;
    }
  }

  private final byte[] raw;
  private final UnsignedBytes file;
  private final Map<MidiWarning, Integer> warnings;

  /** Where the chunks behind the header begin. */
  int at;

  /** Where they end. */
  int fileEnd;

  PlainHeader(byte[] raw, UnsignedBytes file, Map<MidiWarning, Integer> warnings) {
    this.raw = raw;
    this.file = file;
    this.warnings = warnings;
    this.fileEnd = raw.length;
  }

  /** Finds the header that counts, checks it, and goes behind it. */
  int find() throws Rejected {
    int header = findHeader();
    checkHeader(header);
    while (file.isAt("MThd", at) && fileEnd - at >= 14 && isTime(file.big(at + 12, 2))) {
      warn(MidiWarning.LEADING_JUNK);
      header = at;
      checkHeader(header);
    }
    return header;
  }

  private int findHeader() throws Rejected {
    if (file.size() == 0) {
      throw new Rejected(MidiFault.EMPTY, 0);
    }
    if (file.isAt("MThd", 0)) {
      return 0;
    }
    if (file.isAt("RIFF", 0) && file.isAt("RMID", 8)) {
      warn(MidiWarning.RIFF_WRAPPER);
      long p = 12;
      while (p + 8 <= file.size() && !file.isAt("data", p)) {
        p += 8 + file.little((int) p + 4) + file.little((int) p + 4) % 2;
      }
      if (p + 8 <= file.size() && file.isAt("MThd", p + 8)) {
        wrapped((int) p);
        return (int) p + 8;
      }
      warn(MidiWarning.RIFF_LENGTH);
    }
    return behindJunk();
  }

  /** A length of data counts if it leads to the end of file or wrapper, or to a chunk. */
  private void wrapped(int dataChunk) {
    long length = file.little(dataChunk + 4);
    long dataEnd = dataChunk + 8 + length;
    long wrapperEnd = file.little(4) + 8;
    long even = dataEnd + length % 2;
    boolean fits =
        length >= 14
            && dataEnd <= file.size()
            && (even >= file.size()
                || even == wrapperEnd
                || file.isPrintable(dataEnd)
                || file.isPrintable(even));
    if (fits) {
      fileEnd = (int) dataEnd;
    }
    if (!fits || wrapperEnd > file.size()) {
      warn(MidiWarning.RIFF_LENGTH);
    }
  }

  private int behindJunk() throws Rejected {
    List<Integer> found = new ArrayList<>();
    for (int p = 0; p <= 65_536; p++) {
      if (file.isAt("MThd", p)) {
        found.add(p);
      }
    }
    if (!NotMidi.isContainer(raw)) {
      for (int p : found) {
        if (file.size() >= p + 14 && isSound(p)) {
          warn(MidiWarning.LEADING_JUNK);
          return p;
        }
      }
      if (!found.isEmpty() && found.get(0) <= 1024 && !NotMidi.isText(raw)) {
        warn(MidiWarning.LEADING_JUNK);
        return found.get(0);
      }
    }
    boolean cut =
        file.size() < 4 && "MThd".startsWith(new String(raw, StandardCharsets.ISO_8859_1));
    throw cut
        ? new Rejected(MidiFault.TRUNCATED_HEADER, file.size())
        : new Rejected(MidiFault.NOT_MIDI, 0);
  }

  private boolean isSound(int p) {
    long length = file.big(p + 4, 4);
    return file.big(p + 8, 2) <= 2
        && isTime(file.big(p + 12, 2))
        && (file.isAt("MTrk", p + 14) || (length > 6 && file.isAt("MTrk", p + 8 + length)));
  }

  private void checkHeader(int p) throws Rejected {
    if (fileEnd < p + 14) {
      throw new Rejected(MidiFault.TRUNCATED_HEADER, fileEnd);
    }
    int format = file.big(p + 8, 2);
    if (format == 2) {
      warn(MidiWarning.FORMAT_2);
    }
    if (format >= 3) {
      warn(MidiWarning.UNKNOWN_FORMAT);
    }
    if (!isTime(file.big(p + 12, 2))) {
      throw new Rejected(MidiFault.BAD_DIVISION, p + 12);
    }
    long length = file.big(p + 4, 4) & 0xFFFFFFFFL;
    long claimed = p + 8 + length;
    boolean possible = length >= 6 && claimed <= fileEnd;
    boolean leadsPastATrack =
        claimed < fileEnd && file.isAt("MTrk", p + 14) && !file.isAt("MTrk", claimed);
    if (!possible || (length != 6 && leadsPastATrack)) {
      warn(MidiWarning.HEADER_LENGTH);
      at = p + 14;
    } else {
      if (length > 6) {
        warn(MidiWarning.LONG_HEADER);
      }
      at = (int) claimed;
    }
  }

  private static boolean isTime(int division) {
    if (division < 0x8000) {
      return division > 0;
    }
    return List.of(24, 25, 29, 30).contains(256 - division / 256) && division % 256 > 0;
  }

  private void warn(MidiWarning warning) {
    warnings.merge(warning, 1, Integer::sum);
  }
}
