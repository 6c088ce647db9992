package io.partita.archive;

import java.io.Serializable;

/**
 * How much an archive may cost.
 *
 * @param maxMemberBytes the largest member that is read into memory, in bytes, 1 to 2^30
 * @param maxRatio largest number of bytes out of one compressed byte, over the archive as far as it
 *     is read, at least 1
 * @param ratioFreeBytes number of bytes that an archive may inflate to before {@code maxRatio}
 *     counts, at least 0: short runs of zeros compress well and harm nobody
 */
public record ArchiveLimits(long maxMemberBytes, long maxRatio, long ratioFreeBytes)
    implements Serializable {
  private static final long MIB = 1L << 20;
  private static final long LARGEST_ARRAY_BYTES = 1L << 30;

  public ArchiveLimits {
    if (maxMemberBytes < 1 || maxMemberBytes > LARGEST_ARRAY_BYTES) {
      throw new IllegalArgumentException(
          "maxMemberBytes must be 1 to " + LARGEST_ARRAY_BYTES + ", not " + maxMemberBytes);
    }
    if (maxRatio < 1) {
      throw new IllegalArgumentException("maxRatio must be at least 1, not " + maxRatio);
    }
    if (ratioFreeBytes < 0) {
      throw new IllegalArgumentException("ratioFreeBytes must not be negative: " + ratioFreeBytes);
    }
  }

  /** Members up to 64 MiB; a ratio of 1000 once more than 64 MiB came out. */
  public static ArchiveLimits defaults() {
    return new ArchiveLimits(64 * MIB, 1000, 64 * MIB);
  }

  public ArchiveLimits withMaxMemberBytes(long bytes) {
    return new ArchiveLimits(bytes, maxRatio, ratioFreeBytes);
  }

  /** Whether bytes inflate to more than they may. */
  public boolean isBomb(long inflatedBytes, long compressedBytes) {
    return inflatedBytes > ratioFreeBytes && inflatedBytes / maxRatio > compressedBytes;
  }
}
