package io.partita.drum;

import io.partita.SplitMix64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a GrooVAE's encoder does not see of a performance that its decoder must restore (Gillick et
 * al. 2019, section 3). The steps are taken in the order of these options.
 *
 * @param noteDropout largest share of hits left out, 0 to 1; each slice draws its own up to it, and
 *     quiet hits go sooner
 * @param tap whether only the loudest drum of a step stays, as an open hi-hat
 * @param humanize whether velocities and offsets are 0, as in a score
 * @param fixedVelocities whether velocities are 0
 * @param addInstruments drums left out
 */
public record Corruption(
    double noteDropout,
    boolean tap,
    boolean humanize,
    boolean fixedVelocities,
    List<DrumClass> addInstruments) {
  /** The encoder sees everything. */
  public static final Corruption NONE = new Corruption(0, false, false, false, List.of());

  /** The drum that a tap is heard as. */
  public static final DrumClass TAPPED = DrumClass.OPEN_HI_HAT;

  private static final double LEAST_QUIET = 0.2;

  /** Keeps its own unmodifiable copy of the drums. */
  public Corruption {
    addInstruments = List.copyOf(addInstruments);
    if (!(noteDropout >= 0 && noteDropout <= 1)) {
      throw new IllegalArgumentException("noteDropout must be 0 to 1, but is " + noteDropout);
    }
  }

  /**
   * What the encoder reads of a performance.
   *
   * @param epoch draws are new in each
   * @param slice number of the slice in its training set
   * @return [step, {@link DrumPerformance#ROW}] as {@link DrumPerformance#rows} has it
   */
  public float[] of(DrumPerformance whole, long seed, long epoch, long slice) {
    float[] rows = whole.rows();
    if (noteDropout > 0) {
      dropNotes(rows, new SplittableRandom(SplitMix64.of(seed, epoch, slice)));
    }
    for (int row = 0; row < rows.length; row += DrumPerformance.ROW) {
      if (tap) {
        tap(rows, row);
      }
      for (int drum = 0; drum < DrumClass.COUNT; drum++) {
        if (humanize || fixedVelocities) {
          rows[row + DrumPerformance.VELOCITY + drum] = 0;
        }
        if (humanize) {
          rows[row + DrumPerformance.OFFSET + drum] = 0;
        }
      }
      for (DrumClass drum : addInstruments) {
        silence(rows, row + drum.number());
      }
    }
    return rows;
  }

  private void dropNotes(float[] rows, SplittableRandom dice) {
    double share = dice.nextDouble() * noteDropout;
    for (int row = 0; row < rows.length; row += DrumPerformance.ROW) {
      for (int cell = row; cell < row + DrumClass.COUNT; cell++) {
        double quiet = Math.max(LEAST_QUIET, 1 - rows[cell + DrumPerformance.VELOCITY]);
        if (rows[cell] > 0 && dice.nextDouble() < share * quiet) {
          silence(rows, cell);
        }
      }
    }
  }

  private static void tap(float[] rows, int row) {
    int loudest = row;
    for (int cell = row + 1; cell < row + DrumClass.COUNT; cell++) {
      if (rows[cell + DrumPerformance.VELOCITY] > rows[loudest + DrumPerformance.VELOCITY]) {
        loudest = cell;
      }
    }
    float hit = rows[loudest];
    float velocity = rows[loudest + DrumPerformance.VELOCITY];
    float offset = rows[loudest + DrumPerformance.OFFSET];
    for (int cell = row; cell < row + DrumClass.COUNT; cell++) {
      silence(rows, cell);
    }
    int tapped = row + TAPPED.number();
    rows[tapped] = hit;
    rows[tapped + DrumPerformance.VELOCITY] = velocity;
    rows[tapped + DrumPerformance.OFFSET] = offset;
  }

  private static void silence(float[] rows, int cell) {
    rows[cell] = 0;
    rows[cell + DrumPerformance.VELOCITY] = 0;
    rows[cell + DrumPerformance.OFFSET] = 0;
  }
}
