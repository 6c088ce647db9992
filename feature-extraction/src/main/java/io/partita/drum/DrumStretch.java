package io.partita.drum;

import io.partita.grid.StepGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a piece in which drums are played without a bar's rest between two hits.
 *
 * @param startStep first step from the piece's start, the beginning of a bar
 * @param masks [step] the drum classes hit, see {@link DrumClass#bit}; 0 is silence. Whole bars, at
 *     most {@link #MAX_STEPS}
 */
@SuppressWarnings("ArrayRecordComponent") // stretches are never compared
public record DrumStretch(long startStep, int[] masks) {
  /** What is longer is cut there: a hundred bars. */
  public static final int MAX_STEPS = StepGrid.MAX_STEPS;

  /**
   * The stretch followed by a silent bar, if this makes a slice of it: if it is one bar shorter
   * than a slice, and its last bar is at least half filled. A fill of one bar becomes a slice of
   * two.
   *
   * @param length steps of a slice
   * @return the stretch itself where it is not padded
   */
  DrumStretch padded(int length) {
    int half = Builder.BAR / 2;
    return masks.length == length - Builder.BAR && hasHitFrom(masks.length - half)
        ? new DrumStretch(startStep, Arrays.copyOf(masks, length))
        : this;
  }

  private boolean hasHitFrom(int step) {
    return Arrays.stream(masks, step, masks.length).anyMatch(mask -> mask != 0);
  }

  /** Hits in the order of their steps to stretches. */
  static final class Builder {
    private static final int BAR = DrumGrid.STEPS_PER_BAR;

    private final List<DrumStretch> stretches = new ArrayList<>();
    private int[] masks;
    private long startStep;
    private long lastStep;

    void hit(long step, DrumClass drum) {
      if (masks != null && step - (lastStep + 1) >= BAR) {
        end();
      }
      if (masks == null) {
        startStep = step - step % BAR;
        masks = new int[2 * BAR];
      }
      lastStep = step;
      long index = step - startStep;
      if (index < MAX_STEPS) {
        if (index >= masks.length) {
          masks = Arrays.copyOf(masks, masks.length * 2);
        }
        masks[(int) index] |= drum.bit();
      }
    }

    List<DrumStretch> build() {
      if (masks != null) {
        end();
      }
      return List.copyOf(stretches);
    }

    private void end() {
      long bars = (lastStep - startStep) / BAR + 1;
      int length = (int) Math.min(bars * BAR, MAX_STEPS);
      stretches.add(new DrumStretch(startStep, Arrays.copyOf(masks, length)));
      masks = null;
    }
  }
}
