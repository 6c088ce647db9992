package io.partita.symbolic;

import io.partita.score.Notes;
import io.partita.score.Score;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
  private static final int ENTRY_BYTES = 10;

  private ContentHash() {}

  /** 64 hexadecimal digits in lower case; without notes, the SHA-256 of nothing. */
  public static String of(Score score) {
    MessageDigest sha = sha256();
    ContentSteps steps = ContentSteps.of(score.division());
    Notes notes = score.notes();
    long[] present = new long[4];
    ByteBuffer entries = ByteBuffer.allocate(256 * ENTRY_BYTES);
    int i = 0;
    while (i < notes.size()) {
      long step = steps.at(notes.onsetTick(i));
      do {
        int entry = notes.pitch(i) << 1 | (notes.isDrum(i) ? 1 : 0);
        present[entry >> 6] |= 1L << entry;
        i++;
      } while (i < notes.size() && steps.at(notes.onsetTick(i)) == step);
      drain(present, step, entries);
      sha.update(entries.flip());
      entries.clear();
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Empties a set of 2 · pitch + drum into entries, ascending. */
  private static void drain(long[] present, long step, ByteBuffer entries) {
    for (int word = 0; word < present.length; word++) {
      while (present[word] != 0) {
        int entry = word * Long.SIZE + Long.numberOfTrailingZeros(present[word]);
        entries.putLong(step).put((byte) (entry >> 1)).put((byte) (entry & 1));
        present[word] &= present[word] - 1;
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, but this one", e);
    }
  }
}
