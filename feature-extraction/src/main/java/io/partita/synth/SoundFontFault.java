package io.partita.synth;

import io.partita.Fault;

/** Why a file cannot be played as a SoundFont; the detail of the exception tells the values. */
public enum SoundFontFault implements Fault {
  /** Neither a SoundFont 2 or 3 nor a DLS file. */
  NOT_A_SOUNDFONT,
  /** The file ends before its own size. */
  TRUNCATED,
  /** Chunks that are missing, do not fit into each other, or are of an impossible size. */
  BAD_STRUCTURE,
  /** An index beyond the list that it points into. */
  BAD_REFERENCE,
  /** A sample that is empty, not in the file, of an impossible rate, or cannot be unpacked. */
  BAD_SAMPLE,
  /** A loop that is empty, reversed, or not within its sample. */
  BAD_LOOP,
  /** A sample that would be played thousands of times faster than it was recorded. */
  BAD_TUNING
}
