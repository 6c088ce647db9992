package io.partita.codec;

import io.partita.TimedBenchmark;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Codes of 30 s of mel, 2,584 frames of 80 numbers, in 8 stages of 1,024 entries, on one thread;
 * beside the plain loop over entries, which takes the same codes.
 *
 * <pre>./mvnw -q -pl feature-extraction -Pbenchmark verify -DskipTests -Djmh.args=CodesBenchmark
 * </pre>
 */
@Warmup(iterations = 2, time = 2)
public class CodesBenchmark extends TimedBenchmark {
  private static final int STAGES = 8;
  private static final int ENTRIES = 1024;
  private static final int DIMENSION = 80;

  private final float[][] frames = new float[2584][DIMENSION];
  private CodeBooks books;
  private ResidualQuantizer quantizer;

  /** Numbers without any order; how long it takes depends on none. */
  @Setup
  public void draw() {
    Random random = new Random(1);
    float[] values = new float[STAGES * ENTRIES * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    books = CodeBooks.of(values, STAGES, ENTRIES, DIMENSION);
    quantizer = new ResidualQuantizer(books);
    for (float[] frame : frames) {
      for (int i = 0; i < DIMENSION; i++) {
        frame[i] = (float) random.nextGaussian();
      }
    }
  }

  /** As {@code encode} does it. */
  @Benchmark
  public short[][] encode() {
    return quantizer.encode(frames, STAGES);
  }

  /** Entry after entry, number after number. */
  @Benchmark
  public short[][] plainLoop() {
    short[][] codes = new short[STAGES][frames.length];
    for (int t = 0; t < frames.length; t++) {
      float[] rest = frames[t].clone();
      for (int stage = 0; stage < STAGES; stage++) {
        int best = nearest(stage, rest);
        codes[stage][t] = (short) best;
        books.add(stage, best, rest, -1);
      }
    }
    return codes;
  }

  private int nearest(int stage, float[] frame) {
    int best = 0;
    float least = Float.POSITIVE_INFINITY;
    for (int entry = 0; entry < ENTRIES; entry++) {
      float sum = 0;
      for (int i = 0; i < DIMENSION; i++) {
        float difference = books.value(stage, entry, i) - frame[i];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = entry;
      }
    }
    return best;
  }
}
