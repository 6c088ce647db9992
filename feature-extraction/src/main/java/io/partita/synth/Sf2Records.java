package io.partita.synth;

import io.partita.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A chunk of records of one size, of a SoundFont's list pdta; the last record only ends it.
 *
 * @param offset of the first record in the file
 * @param bytes all records, little-endian
 */
record Sf2Records(String name, long offset, int recordBytes, ByteBuffer bytes) {
  static Sf2Records of(RiffChunk chunk, int recordBytes, int leastRecords, ByteBuffer bytes)
      throws MalformedInputException {
    if (bytes.remaining() % recordBytes != 0 || bytes.remaining() < leastRecords * recordBytes) {
      throw new MalformedInputException(
          SoundFontFault.BAD_STRUCTURE,
          chunk.offset(),
          String.format(
              Locale.ROOT,
              "Chunk %s has %d bytes, which are not %d or more records of %d",
              chunk.name(),
              bytes.remaining(),
              leastRecords,
              recordBytes));
    }
    return new Sf2Records(chunk.name(), chunk.dataOffset(), recordBytes, bytes);
  }

  /** Records without the last one. */
  int count() {
    return bytes.remaining() / recordBytes - 1;
  }

  long offsetOf(int record) {
    return offset + (long) record * recordBytes;
  }

  int unsignedByte(int record, int at) {
    return bytes.get(record * recordBytes + at) & 0xFF;
  }

  short int16(int record, int at) {
    return bytes.getShort(record * recordBytes + at);
  }

  int unsigned16(int record, int at) {
    return int16(record, at) & 0xFFFF;
  }

  long unsigned32(int record, int at) {
    return Integer.toUnsignedLong(bytes.getInt(record * recordBytes + at));
  }

  /** The first 20 bytes, which are a name in the lists that have one. */
  String text(int record) {
    byte[] name = new byte[20];
    bytes.get(record * recordBytes, name);
    return new String(name, StandardCharsets.ISO_8859_1)
        .replaceFirst("\0.*", "")
        .replaceAll("[^ -~]", "?")
        .strip();
  }

  /**
   * Checks that a field ascends from record to record, and points into another list.
   *
   * @throws MalformedInputException where it does not
   */
  void requireAscending(int at, Sf2Records into) throws MalformedInputException {
    int before = 0;
    for (int record = 0; record <= count(); record++) {
      int index = unsigned16(record, at);
      // Lists are often left without the record that ends them.
      if (index < before || index > into.count() + 1) {
        throw new MalformedInputException(
            SoundFontFault.BAD_REFERENCE,
            offsetOf(record),
            String.format(
                Locale.ROOT,
                "Record %d of %s points to record %d of %s: expected %d to %d",
                record,
                name,
                index,
                into.name,
                before,
                into.count() + 1));
      }
      before = index;
    }
  }
}
