package io.partita.codec;

import io.partita.Fault;

/** Why codes or codebooks are rejected; the detail of the exception tells the values. */
public enum CodeFault implements Fault {
  /** The file does not start as its format does. */
  NOT_CODES,
  /** The header cannot be made sense of, or says what there is not. */
  BAD_HEADER,
  /** The codes were compressed with a language model, which is not read. */
  LANGUAGE_MODEL,
  /** The codes end before the last of them. */
  TRUNCATED,
  /** A code is no entry of its codebook. */
  CODE_OUT_OF_RANGE,
  /** The codes were made with other codebooks. */
  OTHER_CODEBOOKS,
  /** There are more stages of codes than codebooks. */
  TOO_MANY_STAGES,
  /** Bytes follow the last code. */
  TRAILING_BYTES,
  /** A number is not finite. */
  NOT_FINITE,
  /** The shape of an array fits no codebooks, codes or frames. */
  WRONG_SHAPE
}
