package io.partita.drum;

import io.partita.grid.DrumStrokes;
import java.util.Arrays;

/**
 * The drum hits of a piece as they were played. Of several notes of one drum at one step the
 * loudest is kept, and the first of equals. Hits are in the order of their steps, and of their
 * drums at one step.
 */
public final class PlayedHits {
  private final long[] steps;
  private final byte[] drums;
  private final byte[] velocities;
  private final float[] offsets;
  private final int merged;

  static final PlayedHits NONE = new Builder().build();

  private PlayedHits(Builder builder) {
    steps = Arrays.copyOf(builder.steps, builder.size);
    drums = Arrays.copyOf(builder.drums, builder.size);
    velocities = Arrays.copyOf(builder.velocities, builder.size);
    offsets = Arrays.copyOf(builder.offsets, builder.size);
    merged = builder.merged;
  }

  static PlayedHits of(DrumStrokes strokes, DrumMap map) {
    Builder hits = new Builder();
    for (int stroke = 0; stroke < strokes.size(); stroke++) {
      double onset = strokes.onset(stroke);
      int velocity = strokes.velocity(stroke);
      map.classOf(strokes.pitch(stroke)).ifPresent(drum -> hits.hit(onset, drum, velocity));
    }
    return hits.build();
  }

  /** How many hits there are. */
  public int size() {
    return steps.length;
  }

  /** Notes left out for a louder one of the same drum and step, or an equal one before them. */
  public int merged() {
    return merged;
  }

  /** The step of a hit, from the piece's start. */
  public long step(int hit) {
    return steps[hit];
  }

  /** Whole bars from the piece's start to its last hit, in steps; 0 without hits. */
  long length() {
    return steps.length == 0 ? 0 : (bar(steps.length - 1) + 1) * DrumGrid.STEPS_PER_BAR;
  }

  /** The bar of a hit, from 0. */
  long bar(int hit) {
    return steps[hit] / DrumGrid.STEPS_PER_BAR;
  }

  /** The hits of some steps. */
  public DrumPerformance slice(long startStep, int length) {
    DrumPerformance.Builder slice = new DrumPerformance.Builder(length);
    int first = Arrays.binarySearch(steps, startStep);
    int hit = first < 0 ? -first - 1 : first;
    while (hit > 0 && steps[hit - 1] == startStep) {
      hit--; // a step may have several
    }
    for (; hit < steps.length && steps[hit] < startStep + length; hit++) {
      slice.hit((int) (steps[hit] - startStep), drums[hit], velocities[hit], offsets[hit]);
    }
    return slice.build();
  }

  /** Notes in the order of their onsets to hits. */
  private static final class Builder {
    private long[] steps = new long[64];
    private byte[] drums = new byte[64];
    private byte[] velocities = new byte[64];
    private float[] offsets = new float[64];
    private int size;
    private int merged;

    /**
     * @param onset in steps from the piece's start; one in the middle goes to the later step
     * @param velocity 1 to 127
     */
    void hit(double onset, DrumClass drum, int velocity) {
      long step = (long) Math.floor(onset + 0.5);
      int at = size;
      while (at > 0 && steps[at - 1] == step && drums[at - 1] > drum.number()) {
        at--;
      }
      boolean isTaken = at > 0 && steps[at - 1] == step && drums[at - 1] == drum.number();
      if (isTaken) {
        merged++;
        if (velocity > velocities[at - 1]) {
          velocities[at - 1] = (byte) velocity;
          offsets[at - 1] = (float) (step - onset);
        }
        return;
      }
      insert(at);
      steps[at] = step;
      drums[at] = (byte) drum.number();
      velocities[at] = (byte) velocity;
      offsets[at] = (float) (step - onset);
    }

    private void insert(int at) {
      if (size == steps.length) {
        steps = Arrays.copyOf(steps, size * 2);
        drums = Arrays.copyOf(drums, size * 2);
        velocities = Arrays.copyOf(velocities, size * 2);
        offsets = Arrays.copyOf(offsets, size * 2);
      }
      int after = size++ - at;
      System.arraycopy(steps, at, steps, at + 1, after);
      System.arraycopy(drums, at, drums, at + 1, after);
      System.arraycopy(velocities, at, velocities, at + 1, after);
      System.arraycopy(offsets, at, offsets, at + 1, after);
    }

    PlayedHits build() {
      return new PlayedHits(this);
    }
  }
}
