package io.partita.model.archive;

import io.partita.lake.file.DamagedArchiveException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.LongStream;

/**
 * The contents of files by the first {@value #BYTES} bytes of their hashes, sorted, each once. Of a
 * million files two different ones share these bytes with a probability of 3 in 100 million.
 */
public final class ContentHashes {
  /** Bytes that are kept of each hash. */
  public static final int BYTES = Long.BYTES;

  private static final int DIGITS = 2 * BYTES;

  private final long[] sorted;

  private ContentHashes(long[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @param hashes hexadecimal, of {@value #BYTES} bytes or more, in any order
   * @throws IllegalArgumentException when one is shorter, or not hexadecimal
   */
  public static ContentHashes of(Collection<String> hashes) {
    return new ContentHashes(
        hashes.stream().mapToLong(ContentHashes::number).sorted().distinct().toArray());
  }

  private static long number(String hash) {
    if (hash.length() < DIGITS) {
      throw new IllegalArgumentException("'" + hash + "' is shorter than " + DIGITS + " digits");
    }
    return HexFormat.fromHexDigitsToLong(hash, 0, DIGITS);
  }

  /**
   * @param bytes as {@link #bytes} makes them
   * @throws DamagedArchiveException when they are not sorted, or end within a hash
   */
  static ContentHashes read(byte[] bytes) throws DamagedArchiveException {
    if (bytes.length % BYTES != 0) {
      throw new DamagedArchiveException("the hashes of the training files end within one");
    }
    LongBuffer numbers = ByteBuffer.wrap(bytes).asLongBuffer();
    long[] sorted = new long[numbers.remaining()];
    numbers.get(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] <= sorted[i - 1]) {
        throw new DamagedArchiveException("the hashes of the training files are not sorted");
      }
    }
    return new ContentHashes(sorted);
  }

  /** Big-endian, one behind the other, in the order of signed numbers. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(sorted.length * BYTES);
    bytes.asLongBuffer().put(sorted);
    return bytes.array();
  }

  /** Number of different contents. */
  public int size() {
    return sorted.length;
  }

  /** These and others. */
  public ContentHashes and(ContentHashes others) {
    return new ContentHashes(
        LongStream.concat(Arrays.stream(sorted), Arrays.stream(others.sorted))
            .sorted()
            .distinct()
            .toArray());
  }

  /** Number of contents of others that are among these. */
  public int countOf(ContentHashes others) {
    int count = 0;
    for (long other : others.sorted) {
      count += Arrays.binarySearch(sorted, other) >= 0 ? 1 : 0;
    }
    return count;
  }
}
