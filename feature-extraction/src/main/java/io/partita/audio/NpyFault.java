package io.partita.audio;

import io.partita.Fault;

/** Why a file is rejected as a NumPy array; the detail of the exception tells the values. */
public enum NpyFault implements Fault {
  /** It does not start with the magic bytes. */
  NOT_NPY,
  /** The version, the dictionary of the header or the shape cannot be made sense of. */
  BAD_HEADER,
  /** The elements are none of float16, float32 and float64. */
  UNSUPPORTED_TYPE,
  /** The file ends within the header or the elements. */
  TRUNCATED
}
