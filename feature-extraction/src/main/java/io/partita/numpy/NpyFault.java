package io.partita.numpy;

import io.partita.Fault;

/** Why a file is rejected as a NumPy array; the detail of the exception tells the values. */
public enum NpyFault implements Fault {
  /** It does not start with the magic bytes. */
  NOT_NPY,
  /** The version, the dictionary of the header or the shape cannot be made sense of. */
  BAD_HEADER,
  /** The elements are none of those that are asked for: floats, or integers. */
  UNSUPPORTED_TYPE,
  /** An integer is beyond 32 bits. */
  OUT_OF_RANGE,
  /** The file ends within the header or the elements. */
  TRUNCATED,
  /** The array has more elements than are of use, or than memory holds. */
  TOO_LARGE,
  /** The array is not in the npz file. */
  NO_SUCH_ARRAY,
  /** The npz file has more arrays than are read. */
  TOO_MANY_ARRAYS
}
