package io.partita.symbolic;

import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.HexFormat;

/**
 * A hash of what is played when, alike for files that differ in title, programs, velocities, tempo
 * or resolution only.
 *
 * <p>It is the SHA-256 over the sorted distinct (onset, pitch, drum): the onset in 24ths of a
 * quarter, rounded half up from ticks in exact integers, or in 10 ms for SMPTE divisions. Each
 * entry is ten bytes: the onset as a big-endian 64-bit integer, the pitch, and 1 for channel 9 or
 * 0.
 */
public final class ContentHash {
  private ContentHash() {}

  /** 64 hexadecimal digits in lower case; without notes, the SHA-256 of nothing. */
  public static String of(Score score) {
    Notes notes = score.notes();
    byte[] digest =
        StepDigest.of(
            score,
            i -> notes.pitch(i) << 1 | (notes.isDrum(i) ? 1 : 0),
            kind -> ((kind >> 1) << 8) | (kind & 1));
    return HexFormat.of().formatHex(digest);
  }
}
