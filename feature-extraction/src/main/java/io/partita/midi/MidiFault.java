package io.partita.midi;

import io.partita.Fault;

/** Why a file is rejected as a Standard MIDI File; the detail of the exception tells the values. */
public enum MidiFault implements Fault {
  /** No bytes at all. */
  EMPTY,
  /** No {@code MThd} in the first 64 KiB; the detail says what the bytes look like instead. */
  NOT_MIDI,
  /** The file ends before the six bytes of header fields are complete. */
  TRUNCATED_HEADER,
  /**
   * The division is 0 ticks a quarter, 0 ticks a frame, or a frame rate other than 24, 25, 29, 30.
   */
  BAD_DIVISION,
  /**
   * A variable-length quantity goes on after its fourth byte, and the file gives no note: neither
   * before it nor in another track.
   */
  BAD_VLQ,
  /** More notes, or other events, than the caller wants to hold. */
  TOO_MANY_NOTES
}
