package io.partita.hdf5;

import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import io.partita.MalformedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes of an HDF5 file as jHDF asks for them. An address or a length that leads outside the
 * file is refused before anything is allocated for it, and so is a structure that leads back to
 * itself or into another: no structure is read more than {@value #MOST_VISITS} times, and all
 * together no more than {@value #MOST_READS_OF_ALL} times the file. Safe for threads.
 */
final class Hdf5Storage implements HdfBackingStorage {
  /** jHDF reads a header two or three times; the dataset's files share no structures. */
  private static final int MOST_VISITS = 16;

  /**
   * Of all bytes of a file, as if all were structures; honest files need less than one. Structures
   * that begin within one another would be read up to the file's end again and again.
   */
  private static final int MOST_READS_OF_ALL = 4;

  private final SeekableByteChannel channel;
  private final long size;
  private final long baseOffset;
  private final Superblock superblock;
  private final Map<Long, Integer> visits = new HashMap<>();
  private long structureBytes;

  /**
   * @param baseOffset place of the superblock; all addresses count from there
   */
  Hdf5Storage(SeekableByteChannel channel, long baseOffset, Superblock superblock)
      throws IOException {
    this.channel = channel;
    this.size = channel.size();
    this.baseOffset = baseOffset;
    this.superblock = superblock;
  }

  /** A defect found while jHDF reads; it travels through jHDF, which may wrap it. */
  static final class Defect extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient MalformedInputException malformed;

    Defect(Hdf5Fault fault, long byteOffset, String detail) {
      super(detail);
      this.malformed = new MalformedInputException(fault, byteOffset, detail);
    }

    MalformedInputException malformed() {
      return malformed;
    }
  }

  /**
   * The channel failed, which no file is to blame for; it travels through jHDF as a defect does.
   */
  static final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unread(Exception failure) {
      super(failure);
    }

    /** Throws what the channel has thrown. */
    RuntimeException failure() throws IOException {
      if (getCause() instanceof IOException io) {
        throw io;
      }
      return (RuntimeException) getCause();
    }
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    synchronized (visits) {
      if (visits.merge(address, 1, Integer::sum) > MOST_VISITS) {
        throw new Defect(
            Hdf5Fault.CORRUPT_STRUCTURE, offset(address), "The structure leads back to itself");
      }
      structureBytes += Math.max(0, length);
      if (structureBytes > MOST_READS_OF_ALL * size) {
        throw new Defect(
            Hdf5Fault.CORRUPT_STRUCTURE,
            offset(address),
            "Expected structures that lie apart, they add up to %,d bytes in a file of %,d"
                .formatted(structureBytes, size));
      }
    }
    return map(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    long left = size - baseOffset;
    if (address < 0 || length < 0 || address > left || length > left - address) {
      throw new Defect(
          Hdf5Fault.CORRUPT_STRUCTURE,
          offset(address),
          "Expected %,d bytes at address %,d, the file has %,d bytes"
              .formatted(length, address, size));
    }
    int count = Math.toIntExact(length);
    try {
      return readFully(channel, baseOffset + address, count);
    } catch (IOException | RuntimeException e) {
      throw new Unread(e);
    }
  }

  /** Where an address is in the file, in bytes from its start; the end for one outside. */
  long offset(long address) {
    return address < 0 || address > size - baseOffset ? size : baseOffset + address;
  }

  /** The bytes of a chunk. */
  @SuppressWarnings("ByteBufferBackingArray") // readFully allocates it, for these bytes alone
  byte[] bytes(long address, int length) {
    return map(address, length).array();
  }

  /** Reads little-endian bytes; several threads may share the channel. */
  static ByteBuffer readFully(SeekableByteChannel channel, long offset, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    synchronized (channel) {
      channel.position(offset);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes) < 0) {
          throw new IOException(
              "The file became shorter while it was read: byte %,d is gone"
                  .formatted(offset + bytes.position()));
        }
      }
    }
    return bytes.flip();
  }

  @Override
  public ByteBuffer mapNoOffset(long offset, long length) {
    return map(offset - baseOffset, length);
  }

  @Override
  public long getUserBlockSize() {
    return baseOffset;
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("Read through readBufferFromAddress");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean inMemory() {
    return false;
  }
}
