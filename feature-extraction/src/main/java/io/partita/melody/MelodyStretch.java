package io.partita.melody;

import io.partita.grid.StepGrid;
import io.partita.grid.StepNotes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a piece in which one instrument plays without a long rest, one note at a time: of the
 * notes of a step the highest, each until the next begins.
 *
 * @param startStep first step from the piece's start, the beginning of a bar
 * @param labels [step] see {@link MelodyLabel}; whole bars, or as many steps as were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // stretches are never compared
record MelodyStretch(long startStep, int[] labels) {
  private static final int BAR = StepGrid.STEPS_PER_BAR;

  /**
   * The stretches of an instrument, which follow each other.
   *
   * @param own the instrument's notes that have labels, in their order
   * @param gap steps of silence that end a stretch
   * @param maxSteps of a stretch; what is longer is cut there
   */
  static List<MelodyStretch> of(StepNotes notes, List<Integer> own, long gap, int maxSteps) {
    List<MelodyStretch> stretches = new ArrayList<>();
    Line line = new Line(maxSteps);
    for (int i = 0; i < own.size(); ) {
      int highest = own.get(i);
      long step = notes.startStep(highest);
      for (i++; i < own.size() && notes.startStep(own.get(i)) == step; i++) {
        if (notes.pitch(own.get(i)) > notes.pitch(highest)) {
          highest = own.get(i);
        }
      }
      if (line.isBegun() && step - line.lastOff() >= gap) {
        stretches.add(line.end());
      }
      line.note(step, notes.endStep(highest), MelodyLabel.ofPitch(notes.pitch(highest)));
    }
    if (line.isBegun()) {
      stretches.add(line.end());
    }
    return stretches;
  }

  /** The stretch that is being written. Steps from its start, but for those that come in. */
  private static final class Line {
    private final int maxSteps;
    private int[] labels;
    private long startStep;

    /** Where the note that sounds ends; nothing is behind its off. */
    private long off;

    Line(int maxSteps) {
      this.maxSteps = maxSteps;
    }

    boolean isBegun() {
      return labels != null;
    }

    long lastOff() {
      return startStep + off;
    }

    void note(long start, long end, int label) {
      if (labels == null) {
        startStep = start - start % BAR;
        labels = new int[Math.min(4 * BAR, maxSteps)];
        off = 0;
      }
      long onset = start - startStep;
      if (onset < off) {
        clear(onset, off + 1); // what sounds goes on until here, and its own end is forgotten
      }
      set(onset, label);
      off = end - startStep;
      set(off, MelodyLabel.NOTE_OFF);
    }

    /** Without the last off where that would begin a bar; filled up to the bar's end. */
    MelodyStretch end() {
      if (off % BAR == 0) {
        clear(off, off + 1);
      }
      int length = (int) Math.min((off + BAR - 1) / BAR * BAR, maxSteps);
      MelodyStretch stretch = new MelodyStretch(startStep, Arrays.copyOf(labels, length));
      labels = null;
      return stretch;
    }

    private void set(long step, int label) {
      if (step < maxSteps) {
        if (step >= labels.length) {
          long wanted = Math.max(step + 1, labels.length * 2L);
          labels = Arrays.copyOf(labels, (int) Math.min(wanted, maxSteps));
        }
        labels[(int) step] = label;
      }
    }

    private void clear(long from, long to) {
      int end = (int) Math.min(to, labels.length);
      if (from < end) {
        Arrays.fill(labels, (int) from, end, MelodyLabel.NO_EVENT);
      }
    }
  }
}
