package io.partita.similarity;

import io.partita.score.Notes;
import io.partita.score.Score;
import io.partita.symbolic.StepDigest;
import java.util.HexFormat;

/**
 * A hash as {@link io.partita.symbolic.ContentHash}, which is alike for transposed files, too: all
 * pitches but those of drums are counted from the lowest.
 *
 * <p>It is the first 128 bits of the SHA-256 over the distinct (onset, pitch, drum), by onset, then
 * those of channel 9 behind the others, then by pitch; onsets and entries are as there.
 */
final class ContentShape {
  private static final int PITCHES = 128;
  private static final int BYTES = 16;

  private ContentShape() {}

  /** 32 hexadecimal digits in lower case. */
  static String of(Score score) {
    Notes notes = score.notes();
    int lowest = lowest(notes);
    byte[] digest =
        StepDigest.of(
            score,
            i -> notes.isDrum(i) ? PITCHES + notes.pitch(i) : notes.pitch(i) - lowest,
            kind -> ((kind % PITCHES) << 8) | (kind / PITCHES));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  /** The lowest pitch that is no drum; 127 without any. */
  static int lowest(Notes notes) {
    int lowest = PITCHES - 1;
    for (int i = 0; i < notes.size(); i++) {
      lowest = notes.isDrum(i) ? lowest : Math.min(lowest, notes.pitch(i));
    }
    return lowest;
  }
}
