package io.partita.kind.hosted.file;

/**
 * How much looking into a model may cost, whatever the file claims.
 *
 * @param maxPickleBytes largest pickle that is read, in bytes, at least 1
 * @param maxCodeBytes most bytes of code in all its files together, at least 1
 * @param maxValues most values of a pickle, or modules of a network, at least 1
 * @param maxDepth most levels of modules within one another, at least 1
 */
record HostedLimits(int maxPickleBytes, int maxCodeBytes, int maxValues, int maxDepth) {
  public HostedLimits {
    if (maxPickleBytes < 1 || maxCodeBytes < 1 || maxValues < 1 || maxDepth < 1) {
      throw new IllegalArgumentException(
          "Limits must be at least 1, not %d, %d, %d and %d"
              .formatted(maxPickleBytes, maxCodeBytes, maxValues, maxDepth));
    }
  }

  /** 16 MiB of pickle, 32 MiB of code, a million values, 64 levels. */
  public static HostedLimits defaults() {
    return new HostedLimits(16 << 20, 32 << 20, 1_000_000, 64);
  }
}
