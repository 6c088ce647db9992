package io.partita.fuzz;

import io.partita.archive.ArchiveLimits;

/**
 * One input of a run.
 *
 * @param format what it was made from
 * @param bytes what stands in the file
 * @param limits what an archive may cost
 */
@SuppressWarnings("ArrayRecordComponent")
record FuzzInput(FuzzFormat format, byte[] bytes, ArchiveLimits limits) {
  /** Low enough for small inputs to meet them. */
  static final ArchiveLimits LOW_LIMITS = new ArchiveLimits(256 << 10, 100, 512 << 10);

  String name() {
    return "input." + format.extension();
  }
}
