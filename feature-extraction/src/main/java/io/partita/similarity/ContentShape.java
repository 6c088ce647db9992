package io.partita.similarity;

import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.symbolic.ContentSteps;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A hash as {@link io.partita.symbolic.ContentHash}, which is alike for transposed files, too: all
 * pitches but those of drums are counted from the lowest.
 *
 * <p>It is the first 128 bits of the SHA-256 over the distinct (onset, pitch, drum), by onset, then
 * those of channel 9 behind the others, then by pitch; onsets and entries are as there.
 */
final class ContentShape {
  private static final int ENTRY_BYTES = 10;
  private static final int PITCHES = 128;

  private ContentShape() {}

  /** 32 hexadecimal digits in lower case. */
  static String of(Score score) {
    MessageDigest sha = sha256();
    ContentSteps steps = ContentSteps.of(score.division());
    Notes notes = score.notes();
    int lowest = lowest(notes);
    long[] present = new long[2 * PITCHES / Long.SIZE];
    ByteBuffer entries = ByteBuffer.allocate(2 * PITCHES * ENTRY_BYTES);
    int i = 0;
    while (i < notes.size()) {
      long step = steps.at(notes.onsetTick(i));
      do {
        int entry = notes.isDrum(i) ? PITCHES + notes.pitch(i) : notes.pitch(i) - lowest;
        present[entry >> 6] |= 1L << entry;
        i++;
      } while (i < notes.size() && steps.at(notes.onsetTick(i)) == step);
      drain(present, step, entries);
      sha.update(entries.flip());
      entries.clear();
    }
    return HexFormat.of().formatHex(sha.digest(), 0, 16);
  }

  /** The lowest pitch that is no drum; 127 without any. */
  static int lowest(Notes notes) {
    int lowest = PITCHES - 1;
    for (int i = 0; i < notes.size(); i++) {
      lowest = notes.isDrum(i) ? lowest : Math.min(lowest, notes.pitch(i));
    }
    return lowest;
  }

  private static void drain(long[] present, long step, ByteBuffer entries) {
    for (int word = 0; word < present.length; word++) {
      while (present[word] != 0) {
        int entry = word * Long.SIZE + Long.numberOfTrailingZeros(present[word]);
        entries.putLong(step).put((byte) (entry % PITCHES)).put((byte) (entry / PITCHES));
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
