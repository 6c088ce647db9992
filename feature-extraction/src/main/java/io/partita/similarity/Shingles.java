package io.partita.similarity;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The shingles of a file in one namespace. Those that occur up to {@link #MOST_OCCURRENCES} times
 * have their places, sorted by (time, hash); of the others a match says nothing about where.
 *
 * @param hash of each occurrence, [occurrence]
 * @param onsetS when its first note begins, seconds, ascending
 * @param spanS from its first note's onset to its last one's, in tenths of a second, 0 to 255
 * @param pitch of its first note, 0 to 127; 0 of drums
 * @param frequent hashes of shingles that occur more often, ascending and distinct
 */
@SuppressWarnings("ArrayRecordComponent") // they are never compared
public record Shingles(long[] hash, float[] onsetS, byte[] spanS, byte[] pitch, long[] frequent) {
  /** Where a shingle occurs more often in a file, its places are no evidence. */
  public static final int MOST_OCCURRENCES = 4;

  static final Shingles NONE =
      new Shingles(new long[0], new float[0], new byte[0], new byte[0], new long[0]);

  private static final int OCCURRENCE_BYTES = Long.BYTES + Float.BYTES + 2;

  /** How many occurrences have a place. */
  public int size() {
    return hash.length;
  }

  /** The distinct hashes, ascending. */
  public long[] distinct() {
    long[] all = Arrays.copyOf(hash, hash.length + frequent.length);
    System.arraycopy(frequent, 0, all, hash.length, frequent.length);
    return distinct(all);
  }

  /** When the last note of an occurrence begins, seconds. */
  float endS(int occurrence) {
    return onsetS[occurrence] + (spanS[occurrence] & 0xFF) / 10f;
  }

  /** Sorts hashes, and leaves out those that repeat one. */
  static long[] distinct(long[] hashes) {
    Arrays.sort(hashes);
    int size = 0;
    for (int i = 0; i < hashes.length; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[size] = hashes[i];
        size++;
      }
    }
    return Arrays.copyOf(hashes, size);
  }

  int byteCount() {
    return 2 * Integer.BYTES + size() * OCCURRENCE_BYTES + frequent.length * Long.BYTES;
  }

  void put(ByteBuffer bytes) {
    bytes.putInt(size()).putInt(frequent.length);
    bytes.asLongBuffer().put(hash).put(frequent);
    bytes.position(bytes.position() + (size() + frequent.length) * Long.BYTES);
    bytes.asFloatBuffer().put(onsetS);
    bytes.position(bytes.position() + size() * Float.BYTES);
    bytes.put(spanS).put(pitch);
  }

  static Shingles get(ByteBuffer bytes) {
    int size = bytes.getInt();
    int often = bytes.getInt();
    Shingles shingles =
        new Shingles(
            new long[size], new float[size], new byte[size], new byte[size], new long[often]);
    bytes.asLongBuffer().get(shingles.hash).get(shingles.frequent);
    bytes.position(bytes.position() + (size + often) * Long.BYTES);
    bytes.asFloatBuffer().get(shingles.onsetS);
    bytes.position(bytes.position() + size * Float.BYTES);
    bytes.get(shingles.spanS).get(shingles.pitch);
    return shingles;
  }
}
