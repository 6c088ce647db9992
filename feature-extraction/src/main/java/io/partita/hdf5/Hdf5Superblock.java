package io.partita.hdf5;

import io.partita.MalformedInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where an HDF5 file begins, checked before anything else is read (HDF5 File Format Specification,
 * II.A). The superblock is at byte 0, or after a user block at 512 or any doubling of that.
 *
 * @param offset of the superblock, in bytes; the file's addresses count from there, whatever base
 *     address it gives itself, as the HDF5 library has it
 * @param rootAddress of the root group's object header
 * @param bytes the superblock itself, from its signature on
 */
record Hdf5Superblock(long offset, long rootAddress, ByteBuffer bytes) {
  private static final long SIGNATURE = 0x0A1A0A0D46444889L; // little-endian: 137 H D F \r \n 26 \n
  private static final int VERSION_OFFSET = 8;
  private static final int VERSION_0_FIXED_BYTES = 24;
  private static final int VERSION_1_FIXED_BYTES = 28;

  static Hdf5Superblock find(SeekableByteChannel channel)
      throws IOException, MalformedInputException {
    long size = channel.size();
    for (long offset = 0; offset <= size - 8; offset = offset == 0 ? 512 : offset * 2) {
      if (Hdf5Storage.readFully(channel, offset, 8).getLong() == SIGNATURE) {
        return read(channel, offset);
      }
    }
    throw new MalformedInputException(
        Hdf5Fault.NOT_HDF5, 0, "Expected an HDF5 file, got " + looksLike(channel));
  }

  private static Hdf5Superblock read(SeekableByteChannel channel, long offset)
      throws IOException, MalformedInputException {
    requireBytes(channel, offset, 16);
    ByteBuffer sizes = Hdf5Storage.readFully(channel, offset, 16);
    int version = sizes.get(VERSION_OFFSET) & 0xFF;
    int offsetBytes = sizes.get(13);
    int lengthBytes = sizes.get(14);
    if (version > 1) {
      throw new MalformedInputException(
          Hdf5Fault.UNSUPPORTED_SUPERBLOCK,
          offset + VERSION_OFFSET,
          "Expected a superblock of version 0 or 1, got %d: rewrite the file with h5repack in the"
                  .formatted(version)
              + " earliest format");
    }
    if ((offsetBytes != 4 && offsetBytes != 8) || (lengthBytes != 4 && lengthBytes != 8)) {
      throw new MalformedInputException(
          Hdf5Fault.UNSUPPORTED_SUPERBLOCK,
          offset + 13,
          "Expected addresses and lengths of 4 or 8 bytes, got %d and %d"
              .formatted(offsetBytes, lengthBytes));
    }
    // Base, free space, end of file and driver block; then the root's link name and header.
    int addresses = version == 0 ? VERSION_0_FIXED_BYTES : VERSION_1_FIXED_BYTES;
    int rootEntry = addresses + 4 * offsetBytes;
    int length = rootEntry + 2 * offsetBytes + 24;
    requireBytes(channel, offset, length);
    ByteBuffer bytes = Hdf5Storage.readFully(channel, offset, length);
    long base = address(bytes, addresses, offsetBytes);
    long end = address(bytes, addresses + 2 * offsetBytes, offsetBytes);
    if (end < base || end - base > channel.size() - offset) {
      throw new MalformedInputException(
          Hdf5Fault.TRUNCATED,
          channel.size(),
          "Expected a file of %s bytes by its superblock, got %,d"
              .formatted(Long.toUnsignedString(end), channel.size()));
    }
    return new Hdf5Superblock(offset, address(bytes, rootEntry + offsetBytes, offsetBytes), bytes);
  }

  private static long address(ByteBuffer bytes, int at, int width) {
    return width == 8 ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
  }

  private static void requireBytes(SeekableByteChannel channel, long offset, int length)
      throws IOException, MalformedInputException {
    if (channel.size() - offset < length) {
      throw new MalformedInputException(
          Hdf5Fault.TRUNCATED,
          channel.size(),
          "Expected a superblock of %,d bytes at byte %,d, the file has %,d bytes"
              .formatted(length, offset, channel.size()));
    }
  }

  private static String looksLike(SeekableByteChannel channel) throws IOException {
    if (channel.size() == 0) {
      return "an empty file";
    }
    byte[] head = Hdf5Storage.readFully(channel, 0, (int) Math.min(16, channel.size())).array();
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      return "an HTML page: was the download answered with an error?";
    }
    if (text.startsWith("\u001f\u008b")) {
      return "a gzip file: unpack it first";
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return "a zip file: unpack it first";
    }
    if (lower.startsWith("sqlite format 3")) {
      return "an SQLite database";
    }
    return "%,d bytes that begin with \"%s\""
        .formatted(channel.size(), text.replaceAll("[^ -~]", "."));
  }
}
