package io.partita.drum;

import io.partita.grid.SliceHash;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Drums with velocity and micro-timing on a grid of sixteenths, as GrooVAE has them (Gillick et al.
 * 2019, Learning to Groove with Inverse Sequence Transformations). A cell is a drum at a step: a
 * hit or none, its velocity and its offset.
 *
 * <p>An offset is (grid − onset): above 0 where a note is early, before the grid. It is more than
 * −½ and at most ½ step.
 */
public final class DrumPerformance implements Serializable {
  private static final long serialVersionUID = 1;

  /** Numbers in a step's row: hits, velocities and offsets of the nine drums. */
  public static final int ROW = 3 * DrumClass.COUNT;

  /** Where the velocities begin in a row. */
  public static final int VELOCITY = DrumClass.COUNT;

  /** Where the offsets begin in a row. */
  public static final int OFFSET = 2 * DrumClass.COUNT;

  private static final int TICKS_PER_QUARTER = 480;
  private static final int TICKS_PER_STEP = TICKS_PER_QUARTER / DrumGrid.STEPS_PER_QUARTER;
  private static final double MICROS_PER_MINUTE = 6e7;
  private static final int MAX_VELOCITY = 127;

  /** [step, drum] 1 to 127; 0 without a hit. */
  private final byte[] velocities;

  /** [step, drum] in steps, 0 without a hit. */
  private final float[] offsets;

  private DrumPerformance(byte[] velocities, float[] offsets) {
    this.velocities = velocities;
    this.offsets = offsets;
  }

  /**
   * The inverse of {@link #masks}, {@link #velocities} and {@link #offsets}.
   *
   * @param masks [step] the drums hit, see {@link DrumClass#bit}
   * @param velocities [hit] 1 to 127, step after step and drum after drum
   * @param offsets [hit] steps, in that order
   */
  public static DrumPerformance of(int[] masks, int[] velocities, float[] offsets) {
    Builder performance = new Builder(masks.length);
    int hit = 0;
    for (int step = 0; step < masks.length; step++) {
      DrumLoop.requireMask(masks[step]);
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        if ((masks[step] >> drum & 1) == 1) {
          performance.hit(step, drum, velocities[hit], offsets[hit]);
          hit++;
        }
      }
    }
    return performance.build();
  }

  /**
   * What a model's rows say: a hit above ½, its velocity of at least 1.
   *
   * @param rows [step, {@link #ROW}] as {@link #rows} has them; others than hits may be anything
   */
  public static DrumPerformance ofRows(float[] rows) {
    Builder performance = new Builder(rows.length / ROW);
    for (int step = 0; step < rows.length / ROW; step++) {
      int row = step * ROW;
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        if (rows[row + drum] > 0.5f) {
          int velocity = Math.round(rows[row + VELOCITY + drum] * MAX_VELOCITY);
          performance.hit(
              step,
              drum,
              Math.max(1, Math.min(velocity, MAX_VELOCITY)),
              rows[row + OFFSET + drum] / 2);
        }
      }
    }
    return performance.build();
  }

  /** Performances one after the other. */
  public static DrumPerformance joined(List<DrumPerformance> parts) {
    int cells = parts.stream().mapToInt(part -> part.velocities.length).sum();
    byte[] velocities = new byte[cells];
    float[] offsets = new float[cells];
    int first = 0;
    for (DrumPerformance part : parts) {
      System.arraycopy(part.velocities, 0, velocities, first, part.velocities.length);
      System.arraycopy(part.offsets, 0, offsets, first, part.offsets.length);
      first += part.velocities.length;
    }
    return new DrumPerformance(velocities, offsets);
  }

  /** How long it is. */
  public int steps() {
    return velocities.length / DrumClass.COUNT;
  }

  /** The velocity of a hit, 1 to 127; 0 without a hit. */
  public int velocity(int step, int drum) {
    return velocities[step * DrumClass.COUNT + drum];
  }

  /** How many steps a hit comes before the grid, more than −½ to ½; 0 without a hit. */
  public float offset(int step, int drum) {
    return offsets[step * DrumClass.COUNT + drum];
  }

  public boolean isHit(int step, int drum) {
    return velocity(step, drum) > 0;
  }

  /** How many hits there are. */
  public int hits() {
    int hits = 0;
    for (byte velocity : velocities) {
      hits += velocity > 0 ? 1 : 0;
    }
    return hits;
  }

  /** The score: [step] the drums hit, see {@link DrumClass#bit}. */
  public int[] masks() {
    int[] masks = new int[steps()];
    for (int cell = 0; cell < velocities.length; cell++) {
      masks[cell / DrumClass.COUNT] |= velocities[cell] > 0 ? 1 << cell % DrumClass.COUNT : 0;
    }
    return masks;
  }

  /** [hit] 1 to 127, step after step and drum after drum. */
  public int[] velocities() {
    int[] ofHits = new int[hits()];
    int hit = 0;
    for (byte velocity : velocities) {
      if (velocity > 0) {
        ofHits[hit++] = velocity;
      }
    }
    return ofHits;
  }

  /** [hit] in steps, step after step and drum after drum. */
  public float[] offsets() {
    float[] ofHits = new float[hits()];
    int hit = 0;
    for (int cell = 0; cell < velocities.length; cell++) {
      if (velocities[cell] > 0) {
        ofHits[hit++] = offsets[cell];
      }
    }
    return ofHits;
  }

  /** The hash of {@link #masks}, equal for equal scores however they are played. */
  public String hitsHash() {
    return SliceHash.of(masks());
  }

  /**
   * The numbers of a model: [step, {@value #ROW}], a row being the hits of the nine drums (0 or 1),
   * their velocities (0 to 1) and twice their offsets (−1 to 1).
   */
  public float[] rows() {
    float[] rows = new float[steps() * ROW];
    for (int cell = 0; cell < velocities.length; cell++) {
      if (velocities[cell] > 0) {
        int at = cell / DrumClass.COUNT * ROW + cell % DrumClass.COUNT;
        rows[at] = 1;
        rows[at + VELOCITY] = velocities[cell] / (float) MAX_VELOCITY;
        rows[at + OFFSET] = 2 * offsets[cell];
      }
    }
    return rows;
  }

  /**
   * The performance as music: 4/4, {@value #TICKS_PER_QUARTER} ticks a quarter, each hit one step
   * long on its class's first pitch. Where a note of the first step is early, everything moves back
   * by one step, as no note begins before tick 0.
   *
   * @param qpm quarters per minute
   */
  public Score score(DrumMap map, double qpm) {
    ScoreBuilder score =
        Score.builder(Division.ppq(TICKS_PER_QUARTER))
            .tempo(0, (int) Math.round(MICROS_PER_MINUTE / qpm))
            .timeSignature(0, 4, 4);
    long shift = startsEarly() ? TICKS_PER_STEP : 0;
    for (DrumClass drum : DrumClass.values()) {
      addTo(score, map.pitchOf(drum), drum.number(), shift);
    }
    return score.endTick(0, (long) steps() * TICKS_PER_STEP + shift).build();
  }

  private void addTo(ScoreBuilder score, int pitch, int drum, long shift) {
    long nextTick = Long.MAX_VALUE;
    for (int step = steps() - 1; step >= 0; step--) {
      if (isHit(step, drum)) {
        long tick = (long) step * TICKS_PER_STEP - ticks(offset(step, drum)) + shift;
        long end = Math.min(tick + TICKS_PER_STEP, nextTick);
        score.note(0, Note.DRUM_CHANNEL, 0, pitch, velocity(step, drum), tick, end);
        nextTick = tick;
      }
    }
  }

  private boolean startsEarly() {
    for (int drum = 0; drum < DrumClass.COUNT; drum++) {
      if (steps() > 0 && ticks(offset(0, drum)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** A late hit stays before the middle between two steps, where the next step's cell begins. */
  private static long ticks(float offset) {
    return Math.max(Math.round(offset * (double) TICKS_PER_STEP), 1 - TICKS_PER_STEP / 2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DrumPerformance that
        && Arrays.equals(velocities, that.velocities)
        && Arrays.equals(offsets, that.offsets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(velocities) + Arrays.hashCode(offsets);
  }

  /** Hits in any order; of two in one cell the later one stays. */
  public static final class Builder {
    private static final float LATEST = Math.nextUp(-0.5f);

    private final byte[] velocities;
    private final float[] offsets;

    /**
     * @param steps of the performance, 0 or more
     */
    public Builder(int steps) {
      velocities = new byte[steps * DrumClass.COUNT];
      offsets = new float[steps * DrumClass.COUNT];
    }

    /**
     * @param drum the number of its class
     * @param velocity 1 to 127
     * @param offset steps before the grid; clipped to more than −½ and at most ½
     */
    public Builder hit(int step, int drum, int velocity, float offset) {
      if (velocity < 1 || velocity > MAX_VELOCITY) {
        throw new IllegalArgumentException("A velocity must be 1 to 127, but is " + velocity);
      }
      int cell = step * DrumClass.COUNT + drum;
      velocities[cell] = (byte) velocity;
      offsets[cell] = Math.max(LATEST, Math.min(offset, 0.5f));
      return this;
    }

    public DrumPerformance build() {
      return new DrumPerformance(velocities.clone(), offsets.clone());
    }
  }
}
