package io.partita.similarity;

import java.nio.ByteBuffer;

/**
 * The shingles of a namespace with what each weighs.
 *
 * @param weights of the occurrences of {@code shingles}, see {@link ShingleFrequencies#weight}
 * @param distinct how many distinct shingles there are
 */
@SuppressWarnings("ArrayRecordComponent") // they are never compared
record WeighedLine(Shingles shingles, short[] weights, int distinct) {
  static WeighedLine of(Shingles shingles, ShingleFrequencies frequencies) {
    return new WeighedLine(shingles, frequencies.weights(shingles), shingles.distinct().length);
  }

  /** The sum of all weights. */
  long total() {
    long total = 0;
    for (short weight : weights) {
      total += weight;
    }
    return total;
  }

  int byteCount() {
    return shingles.byteCount() + weights.length * Short.BYTES + Integer.BYTES;
  }

  void put(ByteBuffer bytes) {
    shingles.put(bytes);
    bytes.asShortBuffer().put(weights);
    bytes.position(bytes.position() + weights.length * Short.BYTES);
    bytes.putInt(distinct);
  }

  static WeighedLine get(ByteBuffer bytes) {
    Shingles shingles = Shingles.get(bytes);
    short[] weights = new short[shingles.size()];
    bytes.asShortBuffer().get(weights);
    bytes.position(bytes.position() + weights.length * Short.BYTES);
    return new WeighedLine(shingles, weights, bytes.getInt());
  }
}
