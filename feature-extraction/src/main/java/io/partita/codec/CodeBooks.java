package io.partita.codec;

import io.partita.MalformedInputException;
import io.partita.Sha256;
import io.partita.numpy.Npy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The codebooks of a residual vector quantiser, one a stage, all of them with the same number of
 * entries of the same length. Immutable.
 */
public final class CodeBooks {
  /** Most entries of a codebook: codes are 16 bits with a sign. */
  public static final int MAX_ENTRIES = 1 << 15;

  private final int stages;
  private final int entries;
  private final int dimension;
  private final float[] values;
  private final String sha256;

  private CodeBooks(int stages, int entries, int dimension, float[] values) {
    this.stages = stages;
    this.entries = entries;
    this.dimension = dimension;
    this.values = values;
    this.sha256 = hash(stages, entries, dimension, values);
  }

  /**
   * Codebooks in memory.
   *
   * @param values [stages][entries][dimension], the last axis varying fastest; finite; copied
   * @param entries of each codebook, 2 to {@link #MAX_ENTRIES}
   * @throws IllegalArgumentException where the values are no such array
   */
  public static CodeBooks of(float[] values, int stages, int entries, int dimension) {
    if (stages < 1 || dimension < 1 || entries < 2 || entries > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "Codebooks have at least one stage, 2 to "
              + MAX_ENTRIES
              + " entries and at least one number in each, not "
              + Arrays.toString(new int[] {stages, entries, dimension}));
    }
    if (values.length != (long) stages * entries * dimension) {
      throw new IllegalArgumentException(
          values.length
              + " numbers are no codebooks of "
              + Arrays.toString(new int[] {stages, entries, dimension}));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("Number " + i + " of the codebooks is " + values[i]);
      }
    }
    return new CodeBooks(stages, entries, dimension, values.clone());
  }

  /**
   * Codebooks of an array {@code [stages][entries][dimension]}.
   *
   * @throws MalformedInputException {@link CodeFault#WRONG_SHAPE} or {@link CodeFault#NOT_FINITE}
   */
  public static CodeBooks of(Npy array) throws MalformedInputException {
    int[] shape = array.shape();
    float[] values = array.values();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new MalformedInputException(
            CodeFault.NOT_FINITE, 0, "The codebooks have a number that is " + value);
      }
    }
    if (shape.length != 3) {
      throw new MalformedInputException(
          CodeFault.WRONG_SHAPE,
          0,
          "Codebooks are an array [stages, entries, numbers], but its shape is "
              + Arrays.toString(shape));
    }
    try {
      return of(values, shape[0], shape[1], shape[2]);
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(CodeFault.WRONG_SHAPE, 0, e.getMessage());
    }
  }

  /** The array {@code [stages][entries][dimension]}. */
  public Npy toNpy() {
    return Npy.of(values, stages, entries, dimension);
  }

  public int stages() {
    return stages;
  }

  public int entries() {
    return entries;
  }

  /** Numbers in an entry, and in a frame. */
  public int dimension() {
    return dimension;
  }

  /** Bits that a code takes: the least that tell all entries apart. */
  public int bits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(entries - 1);
  }

  /** Numbers of all codebooks: [stages][entries][dimension]. */
  public float[] values() {
    return values.clone();
  }

  /** SHA-256 of the shape and the numbers, by which codes name their codebooks. */
  public String sha256() {
    return sha256;
  }

  /**
   * The codebooks of the first stages.
   *
   * @param count 1 to {@link #stages()}
   */
  public CodeBooks first(int count) {
    if (count < 1 || count > stages) {
      throw new IllegalArgumentException("There are " + stages + " codebooks, not " + count);
    }
    int length = count * entries * dimension;
    return new CodeBooks(count, entries, dimension, Arrays.copyOf(values, length));
  }

  float value(int stage, int entry, int number) {
    return values[(stage * entries + entry) * dimension + number];
  }

  /** Adds an entry to a frame, or takes it away. */
  void add(int stage, int entry, float[] frame, float factor) {
    int from = (stage * entries + entry) * dimension;
    for (int i = 0; i < dimension; i++) {
      frame[i] += factor * values[from + i];
    }
  }

  private static String hash(int stages, int entries, int dimension, float[] values) {
    MessageDigest sha256 = Sha256.begin();
    ByteBuffer shape = ByteBuffer.allocate(3 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sha256.update(shape.putInt(stages).putInt(entries).putInt(dimension).array());
    ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += dimension) {
      row.asFloatBuffer().put(values, from, dimension);
      sha256.update(row.array());
    }
    return Sha256.end(sha256);
  }
}
