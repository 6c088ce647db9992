package io.partita.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The notes that begin in a piece, in the order of their onsets; steps are the piece's own. */
public final class StepNotes {
  private final long[] startStep;
  private final long[] endStep;
  private final byte[] pitch;
  private final int[] instrument;

  StepNotes(int size) {
    startStep = new long[size];
    endStep = new long[size];
    pitch = new byte[size];
    instrument = new int[size];
  }

  void set(int note, long start, long end, int itsPitch, int itsInstrument) {
    startStep[note] = start;
    endStep[note] = end;
    pitch[note] = (byte) itsPitch;
    instrument[note] = itsInstrument;
  }

  public int size() {
    return pitch.length;
  }

  /** The step nearest to the onset; ascending from note to note. */
  public long startStep(int note) {
    return startStep[note];
  }

  /** The step nearest to the end, which no note has beyond its piece's; after the start. */
  public long endStep(int note) {
    return endStep[note];
  }

  /** 0 to 127. */
  public int pitch(int note) {
    return pitch[note];
  }

  /** Index in {@link StepGrid#instruments()}. */
  public int instrument(int note) {
    return instrument[note];
  }

  /** The notes of each instrument that has some, in their order. */
  public SortedMap<Integer, List<Integer>> byInstrument() {
    SortedMap<Integer, List<Integer>> notes = new TreeMap<>();
    for (int note = 0; note < size(); note++) {
      notes.computeIfAbsent(instrument[note], unknown -> new ArrayList<>()).add(note);
    }
    return notes;
  }

  /** The end of the last note to end; 0 without notes. */
  public long steps() {
    long steps = 0;
    for (long end : endStep) {
      steps = Math.max(steps, end);
    }
    return steps;
  }
}
