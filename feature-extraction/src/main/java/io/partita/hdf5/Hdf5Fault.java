package io.partita.hdf5;

import io.partita.Fault;

/** What can be wrong with an HDF5 file of the Million Song Dataset. */
public enum Hdf5Fault implements Fault {
  /**
   * No HDF5 signature at byte 0, 512, 1,024, 2,048 and so on; the detail says what it looks like.
   */
  NOT_HDF5,
  /** A superblock of a version other than 0 and 1, or with addresses of an odd size. */
  UNSUPPORTED_SUPERBLOCK,
  /** The file ends before the address its superblock gives for its end. */
  TRUNCATED,
  /** A table or array of the layout is not there. */
  MISSING_TABLE,
  /** A table or array has other columns, types or lengths than the layout. */
  BAD_TABLE,
  /** Headers, heaps or indexes that contradict themselves or point outside the file. */
  CORRUPT_STRUCTURE,
  /** Rows that are not there, or cannot be inflated. */
  CORRUPT_CHUNK,
  /** Rows stored in a way this reader does not know: other filters, layouts, links. */
  UNSUPPORTED_STORAGE
}
