package io.partita.grid;

import io.partita.grid.NoteGrid.OnStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What music in 4/4 does at each sixteenth of its bars. Each row of weights belongs to a histogram
 * of the music by sixteenth, whose sum is 1. The sum of their products is the score of a bar line,
 * a logarithm of odds.
 *
 * <p>Learned by logistic regression over the 16 rotations, with bar_template.py among the tests'
 * resources. Weights of pitched notes come from 620 songs of POP909 (Wang et al., ISMIR 2020),
 * whose chords give the true bars; those of drums from 253 beats in 4/4 of the Groove MIDI Dataset
 * (Gillick et al., 2019).
 */
final class BarTemplate {
  private static final int BAR = StepGrid.STEPS_PER_BAR;
  private static final int HALF_BAR = BAR / 2;
  private static final int TRIPLE_BAR = 12;
  private static final int PITCH_CLASSES = 12;

  /** Pitches below are the bass. */
  private static final int BASS = 52;

  /** More notes at a step say no more. */
  private static final int MOST_NOTES = 4;

  private static final int[] NOTES = {1, -6, 2, 0, -4, 0, -1, 2, 16, 0, -4, 0, -6, 0, 2, -4};
  private static final int[] ONSETS = {-1, -6, 3, 5, -5, 2, 4, 0, 20, -2, 0, 0, -12, 0, -4, -4};
  private static final int[] BASSES = {6, 3, -5, 2, 7, -4, 3, -5, 6, 4, -1, -6, -2, 0, -7, -2};
  private static final int[] LENGTHS = {17, 2, 7, 3, 16, 2, -8, 3, -10, -3, -3, -3, 1, -7, -7, -10};
  private static final int[] HARMONY = {
    15, -2, -2, -5, 1, -6, 6, -5, -2, -3, -10, -2, -10, 6, 7, 12
  };
  private static final int[] KICKS = {3, -3, -1, 1, 1, 0, 1, -1, 1, 1, -2, 2, -2, 0, 1, 1};
  private static final int[] SNARES = {0, 0, 0, 0, 3, -1, 1, 1, 0, 1, -1, 0, 3, -2, 0, -4};
  private static final int[] STROKES = {4, -5, 1, 0, 4, -2, 2, -4, 5, -3, 4, 0, 5, 1, -3, -10};

  private BarTemplate() {}

  /**
   * Which sixteenth begins a bar.
   *
   * @param notes in the order of their steps
   * @return 0 to 15: bars begin at the steps that are this modulo 16; of equals the first
   */
  static int firstStep(List<OnStep> notes) {
    List<OnStep> pitched = notes.stream().filter(note -> !note.isDrum()).toList();
    List<OnStep> drums = notes.stream().filter(OnStep::isDrum).toList();
    double[] score = new double[BAR];
    add(score, NOTES, histogram(pitched, note -> 1));
    add(score, ONSETS, onsets(pitched));
    add(score, BASSES, histogram(pitched, note -> note.pitch() < BASS ? 1 : 0));
    add(score, LENGTHS, histogram(pitched, note -> Math.min(note.length(), BAR)));
    add(score, HARMONY, harmony(pitched));
    add(score, KICKS, histogram(drums, note -> isIn(note, 35, 36)));
    add(score, SNARES, histogram(drums, note -> isIn(note, 37, 40)));
    add(score, STROKES, histogram(drums, note -> 1));
    int best = 0;
    for (int first = 1; first < BAR; first++) {
      best = score[first] > score[best] ? first : best;
    }
    return best;
  }

  /**
   * Whether bars of 12 steps repeat themselves more than bars of 16, and than half bars of 8: steps
   * with notes meet such steps more often at that distance.
   *
   * @param notes in the order of their steps
   */
  static boolean hasTripleBars(List<OnStep> notes) {
    Map<Long, Integer> atStep = new HashMap<>();
    for (OnStep note : notes) {
      atStep.merge(note.step(), 1, (one, other) -> Math.min(one + other, MOST_NOTES));
    }
    long triple = meetings(atStep, TRIPLE_BAR);
    return triple > meetings(atStep, BAR) && triple > meetings(atStep, HALF_BAR);
  }

  private static long meetings(Map<Long, Integer> atStep, int distance) {
    return atStep.entrySet().stream()
        .mapToLong(
            here -> (long) here.getValue() * atStep.getOrDefault(here.getKey() + distance, 0))
        .sum();
  }

  private static int isIn(OnStep note, int lowest, int highest) {
    return note.pitch() >= lowest && note.pitch() <= highest ? 1 : 0;
  }

  private static double[] histogram(List<OnStep> notes, ToDoubleFunction<OnStep> weight) {
    double[] sums = new double[BAR];
    for (OnStep note : notes) {
      sums[placeOf(note.step())] += weight.applyAsDouble(note);
    }
    return sums;
  }

  /** Steps at which a note begins. */
  private static double[] onsets(List<OnStep> notes) {
    double[] sums = new double[BAR];
    for (int i = 0; i < notes.size(); i++) {
      if (i == 0 || notes.get(i).step() != notes.get(i - 1).step()) {
        sums[placeOf(notes.get(i).step())]++;
      }
    }
    return sums;
  }

  /**
   * How much the harmony changes at the steps at which a note begins: 1 less the cosine between the
   * pitch classes that begin in the half bar before and in that from there on.
   */
  private static double[] harmony(List<OnStep> notes) {
    double[] sums = new double[BAR];
    int[] before = new int[PITCH_CLASSES];
    int[] after = new int[PITCH_CLASSES];
    int left = 0; // first note of before
    int right = 0; // first note behind after
    for (int i = 0; i < notes.size(); i++) {
      long step = notes.get(i).step();
      boolean isFirst = i == 0 || step != notes.get(i - 1).step();
      if (isFirst) {
        for (; right < notes.size() && notes.get(right).step() < step + HALF_BAR; right++) {
          after[notes.get(right).pitch() % PITCH_CLASSES]++;
        }
        for (; notes.get(left).step() < step - HALF_BAR; left++) {
          before[notes.get(left).pitch() % PITCH_CLASSES]--;
        }
        sums[placeOf(step)] += change(before, after);
      }
      after[notes.get(i).pitch() % PITCH_CLASSES]--;
      before[notes.get(i).pitch() % PITCH_CLASSES]++;
    }
    return sums;
  }

  /** 0 where one of both is silent. */
  private static double change(int[] before, int[] after) {
    double product = 0;
    double squaresBefore = 0;
    double squaresAfter = 0;
    for (int k = 0; k < PITCH_CLASSES; k++) {
      product += (double) before[k] * after[k];
      squaresBefore += (double) before[k] * before[k];
      squaresAfter += (double) after[k] * after[k];
    }
    return squaresBefore == 0 || squaresAfter == 0
        ? 0
        : 1 - product / Math.sqrt(squaresBefore * squaresAfter);
  }

  private static int placeOf(long step) {
    return (int) Math.floorMod(step, (long) BAR);
  }

  private static void add(double[] score, int[] weights, double[] histogram) {
    double sum = 0;
    for (double value : histogram) {
      sum += value;
    }
    if (sum == 0) {
      return;
    }
    for (int first = 0; first < BAR; first++) {
      for (int k = 0; k < BAR; k++) {
        score[first] += weights[k] * histogram[(first + k) % BAR] / sum;
      }
    }
  }
}
