package io.partita.similarity;

import io.partita.score.Division;
import io.partita.score.Notes;
import io.partita.score.Score;
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
  private static final int STEPS_PER_QUARTER = 24;
  private static final int STEPS_PER_SECOND = 100;
  private static final int ENTRY_BYTES = 10;
  private static final int PITCHES = 128;

  private ContentShape() {}

  /** 32 hexadecimal digits in lower case. */
  static String of(Score score) {
    MessageDigest sha = sha256();
    Notes notes = score.notes();
    int lowest = lowest(notes);
    long[] present = new long[2 * PITCHES / Long.SIZE];
    ByteBuffer entries = ByteBuffer.allocate(2 * PITCHES * ENTRY_BYTES);
    int i = 0;
    while (i < notes.size()) {
      long step = step(score.division(), notes.onsetTick(i));
      do {
        int entry = notes.isDrum(i) ? PITCHES + notes.pitch(i) : notes.pitch(i) - lowest;
        present[entry >> 6] |= 1L << entry;
        i++;
      } while (i < notes.size() && step(score.division(), notes.onsetTick(i)) == step);
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

  /** Rounded half up: in 24ths of a quarter, or in 10 ms for SMPTE. */
  private static long step(Division division, long tick) {
    long numerator = STEPS_PER_QUARTER;
    long denominator = division.isSmpte() ? 1 : division.ticksPerQuarter();
    if (division.isSmpte()) {
      boolean dropFrame = division.framesPerSecond() == 29;
      numerator = STEPS_PER_SECOND * (dropFrame ? 1001L : 1L);
      denominator = (dropFrame ? 30_000L : division.framesPerSecond()) * division.ticksPerFrame();
    }
    long rest = tick % denominator;
    return tick / denominator * numerator
        + (2 * numerator * rest + denominator) / (2 * denominator);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, but this one", e);
    }
  }
}
