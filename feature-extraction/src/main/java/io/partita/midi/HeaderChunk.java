package io.partita.midi;

import static io.partita.score.MidiWarning.FORMAT_2;
import static io.partita.score.MidiWarning.HEADER_LENGTH;
import static io.partita.score.MidiWarning.LEADING_JUNK;
import static io.partita.score.MidiWarning.LONG_HEADER;
import static io.partita.score.MidiWarning.RIFF_LENGTH;
import static io.partita.score.MidiWarning.RIFF_WRAPPER;
import static io.partita.score.MidiWarning.UNKNOWN_FORMAT;

import io.partita.MalformedInputException;
import io.partita.score.Division;
import io.partita.score.MidiWarnings;

/**
 * The header of a file (Standard MIDI File 1.0, MThd), wherever it stands: at the start, in a RIFF
 * wrapper, or after some junk.
 *
 * @param byteOffset of {@code MThd}
 * @param format as it stands
 * @param trackCount as it stands
 * @param division meaning of a tick
 * @param tracksOffset beginning of the chunks after the header
 * @param fileEnd end of them: the file's length, or the RIFF data chunk's end
 */
record HeaderChunk(
    int byteOffset, int format, int trackCount, Division division, int tracksOffset, int fileEnd) {
  static final int MTHD = Bytes.id("MThd");
  static final int MTRK = Bytes.id("MTrk");
  static final int TRACK_COUNT_OFFSET = 10;

  private static final int FIELDS_LENGTH = 6;
  private static final int SIZE = 8 + FIELDS_LENGTH;

  /** MacBinary takes 128 bytes, a mail or web header some thousand, a page of errors more. */
  private static final int MAX_JUNK = 64 << 10;

  /** So far in, a header counts even if no track follows it at once. */
  private static final int MAX_JUNK_OF_DAMAGED = 1024;

  private static final int RIFF = Bytes.id("RIFF");
  private static final int RMID = Bytes.id("RMID");
  private static final int DATA = Bytes.id("data");

  static HeaderChunk read(byte[] bytes, MidiWarnings.Tally tally) throws MalformedInputException {
    HeaderChunk header = first(bytes, tally);
    while (Bytes.isId(bytes, header.tracksOffset, MTHD)
        && header.fileEnd - header.tracksOffset >= SIZE
        && Division.isValid(Bytes.int16(bytes, header.tracksOffset + 12))) {
      tally.add(LEADING_JUNK, header.byteOffset);
      header = at(bytes, header.tracksOffset, header.fileEnd, tally);
    }
    return header;
  }

  private static HeaderChunk first(byte[] bytes, MidiWarnings.Tally tally)
      throws MalformedInputException {
    if (bytes.length == 0) {
      throw new MalformedInputException(MidiFault.EMPTY, 0, "The file has no bytes");
    }
    if (Bytes.isId(bytes, 0, MTHD)) {
      return at(bytes, 0, bytes.length, tally);
    }
    if (Bytes.isId(bytes, 0, RIFF) && Bytes.isId(bytes, 8, RMID)) {
      tally.add(RIFF_WRAPPER, 0);
      return inRiff(bytes, tally);
    }
    return afterJunk(bytes, tally);
  }

  private static HeaderChunk inRiff(byte[] bytes, MidiWarnings.Tally tally)
      throws MalformedInputException {
    long p = 12;
    while (p <= bytes.length - 8 && !Bytes.isId(bytes, (int) p, DATA)) {
      long length = littleEndian(bytes, (int) p + 4);
      p += 8 + length + (length & 1);
    }
    if (p > bytes.length - 8 || !Bytes.isId(bytes, (int) p + 8, MTHD)) {
      tally.add(RIFF_LENGTH, 4);
      return afterJunk(bytes, tally);
    }
    int start = (int) p + 8;
    long dataEnd = start + littleEndian(bytes, (int) p + 4);
    boolean plausible = isPlausibleDataEnd(bytes, start, dataEnd);
    if (!plausible || littleEndian(bytes, 4) + 8 > bytes.length) {
      tally.add(RIFF_LENGTH, 4);
    }
    return at(bytes, start, plausible ? (int) dataEnd : bytes.length, tally);
  }

  /** Whether the data can end there: with the file or its wrapper, or where a chunk begins. */
  private static boolean isPlausibleDataEnd(byte[] bytes, int start, long dataEnd) {
    if (dataEnd < start + SIZE || dataEnd > bytes.length) {
      return false;
    }
    long padded = dataEnd + ((dataEnd - start) & 1);
    return padded >= bytes.length
        || padded == littleEndian(bytes, 4) + 8
        || Bytes.isPrintable(bytes, (int) dataEnd)
        || Bytes.isPrintable(bytes, (int) padded);
  }

  private static HeaderChunk afterJunk(byte[] bytes, MidiWarnings.Tally tally)
      throws MalformedInputException {
    int p = NotMidi.isContainer(bytes) ? -1 : headerAfterJunk(bytes);
    if (p < 0) {
      throw NotMidi.fault(bytes);
    }
    tally.add(LEADING_JUNK, 0);
    return at(bytes, p, bytes.length, tally);
  }

  /** Four letters may be anywhere by chance; with sound fields and a track they do not. */
  private static int headerAfterJunk(byte[] bytes) {
    int damaged = -1;
    for (int p = 0; p <= MAX_JUNK && p <= bytes.length - 4; p++) {
      if (Bytes.isId(bytes, p, MTHD)) {
        if (isSound(bytes, p)) {
          return p;
        }
        if (damaged < 0 && p <= MAX_JUNK_OF_DAMAGED) {
          damaged = p;
        }
      }
    }
    return NotMidi.isText(bytes) ? -1 : damaged;
  }

  private static boolean isSound(byte[] bytes, int p) {
    if (bytes.length - p < SIZE
        || Bytes.int16(bytes, p + 8) > 2
        || !Division.isValid(Bytes.int16(bytes, p + 12))) {
      return false;
    }
    long length = Bytes.int32(bytes, p + 4) & 0xFFFFFFFFL;
    long claimedEnd = Math.min(p + 8 + length, bytes.length);
    return Bytes.isId(bytes, p + SIZE, MTRK)
        || (length > FIELDS_LENGTH && Bytes.isId(bytes, (int) claimedEnd, MTRK));
  }

  private static HeaderChunk at(byte[] bytes, int p, int end, MidiWarnings.Tally tally)
      throws MalformedInputException {
    if (end - p < SIZE) {
      throw new MalformedInputException(
          MidiFault.TRUNCATED_HEADER,
          end,
          "The header needs 14 bytes, but the file ends after " + (end - p));
    }
    int format = Bytes.int16(bytes, p + 8);
    if (format == 2) {
      tally.add(FORMAT_2, p + 8);
    } else if (format > 2) {
      tally.add(UNKNOWN_FORMAT, p + 8);
    }
    int rawDivision = Bytes.int16(bytes, p + 12);
    if (!Division.isValid(rawDivision)) {
      throw new MalformedInputException(MidiFault.BAD_DIVISION, p + 12, badDivision(rawDivision));
    }
    return new HeaderChunk(
        p,
        format,
        Bytes.int16(bytes, p + TRACK_COUNT_OFFSET),
        new Division(rawDivision),
        tracksOffset(bytes, p, end, tally),
        end);
  }

  /** Where the header ends by its own length, unless that cannot be: then where it should end. */
  private static int tracksOffset(byte[] bytes, int p, int end, MidiWarnings.Tally tally) {
    long length = Bytes.int32(bytes, p + 4) & 0xFFFFFFFFL;
    if (length == FIELDS_LENGTH) {
      return p + SIZE;
    }
    long claimedEnd = p + 8 + length;
    boolean tracksBefore =
        claimedEnd < end
            && !Bytes.isId(bytes, (int) claimedEnd, MTRK)
            && Bytes.isId(bytes, p + SIZE, MTRK);
    if (length < FIELDS_LENGTH || claimedEnd > end || tracksBefore) {
      tally.add(HEADER_LENGTH, p + 4);
      return p + SIZE;
    }
    tally.add(LONG_HEADER, p + 4);
    return (int) claimedEnd;
  }

  private static String badDivision(int raw) {
    if (raw == 0) {
      return "The division is 0 ticks per quarter, so that no event has a time";
    }
    return ("The division is SMPTE time of %s frames per second and %s ticks per frame; "
            + "frames can be 24, 25, 29 or 30, and ticks 1 to 255")
        .formatted(-(byte) (raw >> 8), raw & 0xFF);
  }

  private static long littleEndian(byte[] bytes, int p) {
    return Integer.reverseBytes(Bytes.int32(bytes, p)) & 0xFFFFFFFFL;
  }
}
