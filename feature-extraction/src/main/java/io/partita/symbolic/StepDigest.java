package io.partita.symbolic;

import io.partita.Sha256;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.function.IntUnaryOperator;

/**
 * The SHA-256 over what is played at each step of {@link ContentSteps}, each kind of note once.
 * Each entry is ten bytes: the step as a big-endian 64-bit integer, then two bytes that tell the
 * note.
 */
public final class StepDigest {
  private static final int ENTRY_BYTES = 10;
  private static final int KINDS = 256;

  private StepDigest() {}

  /**
   * The digest of a score; without notes, that of nothing.
   *
   * @param kind of the note at an index of the score, 0 to 255: which are the same, and which comes
   *     first in a step
   * @param told the two bytes of a kind, the first one above the other
   */
  public static byte[] of(Score score, IntUnaryOperator kind, IntUnaryOperator told) {
    MessageDigest sha = Sha256.begin();
    ContentSteps steps = ContentSteps.of(score.division());
    Notes notes = score.notes();
    long[] present = new long[KINDS / Long.SIZE];
    ByteBuffer entries = ByteBuffer.allocate(KINDS * ENTRY_BYTES);
    int i = 0;
    while (i < notes.size()) {
      long step = steps.at(notes.onsetTick(i));
      do {
        int entry = kind.applyAsInt(i);
        present[entry >> 6] |= 1L << entry;
        i++;
      } while (i < notes.size() && steps.at(notes.onsetTick(i)) == step);
      drain(present, step, entries, told);
      sha.update(entries.flip());
      entries.clear();
    }
    return sha.digest();
  }

  /** Empties a set of kinds into entries, ascending. */
  private static void drain(long[] present, long step, ByteBuffer entries, IntUnaryOperator told) {
    for (int word = 0; word < present.length; word++) {
      while (present[word] != 0) {
        int kind = word * Long.SIZE + Long.numberOfTrailingZeros(present[word]);
        entries.putLong(step).putShort((short) told.applyAsInt(kind));
        present[word] &= present[word] - 1;
      }
    }
  }
}
