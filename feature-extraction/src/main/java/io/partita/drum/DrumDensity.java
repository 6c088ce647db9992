package io.partita.drum;

import io.partita.Labelled;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Probabilities of the steps of drum slices, or of another voice of up to 512 classes, as counted
 * in training: what the bound of an autoencoder is to be held against, nats against nats.
 *
 * <p>Each model looks at contexts, from none to its longest, and mixes what was counted after them
 * by interpolated Witten–Bell (Witten and Bell 1991, method C), the empty context with 1 / classes:
 *
 * <pre>P(w | h) = (c(h, w) + T(h) · P(w | h')) / (c(h) + T(h))</pre>
 *
 * where h was seen c(h) times, with T(h) distinct masks after it, and h' is the context before it
 * in the model's list. A context unseen counts for nothing. Before its first step a slice has
 * starts, a mask of their own; no context reaches from one slice into another.
 *
 * <p>Counting is left to the caller, who may have many workers: count what is in {@link #grams} of
 * each training slice. The densities take 16 bytes for each distinct gram.
 */
public final class DrumDensity implements Serializable {
  /** What a density knows of what is before a step. */
  public enum Model implements Labelled {
    /** Nothing. */
    UNIGRAM,
    /** The last step. */
    BIGRAM,
    /** The last two steps, and less. */
    TRIGRAM,
    /** The last three. */
    FOURGRAM,
    /** The last four. */
    FIVEGRAM,
    /**
     * The step a bar earlier, the last two steps and the position in the bar; of these, where they
     * were seldom seen together, the position goes first, then the older step, then the bar
     * earlier, then the last step.
     */
    BAR_TRIGRAM;
  }

  private static final long serialVersionUID = 1;

  /** Of the longest history alone, in steps; the model of so many is at this place. */
  private static final int MAX_HISTORY = 4;

  /** Masks count from 1 in contexts, so that histories of different lengths differ. */
  private static final int STEP_BITS = 10;

  private static final int START = DrumClass.MASKS + 1;

  /** Beyond what a history of four steps takes. */
  private static final int KIND_SHIFT = 4 * STEP_BITS;

  /** Contexts of all models: histories of 0 to 4 steps, and three with the bar earlier. */
  private static final int CONTEXTS = MAX_HISTORY + 1 + 3;

  /** The contexts of the last model, from the shortest. */
  private static final int[] BAR_CONTEXTS = {0, 1, MAX_HISTORY + 1, MAX_HISTORY + 2, CONTEXTS - 1};

  private final int classes;

  /** A context and the mask after it, ascending. */
  private final long[] grams;

  /** How often all grams before each were seen, and all of them, [grams + 1]. */
  private final long[] before;

  /** Of drums: 512 classes. */
  public DrumDensity(long[] grams, long[] counts) {
    this(DrumClass.MASKS, grams, counts);
  }

  /**
   * @param classes that a step may have, at most 512
   * @param grams a context and the mask after it each, ascending, none twice
   * @param counts how often each was seen, above 0
   */
  public DrumDensity(int classes, long[] grams, long[] counts) {
    this.classes = classes;
    this.grams = grams.clone();
    this.before = new long[grams.length + 1];
    for (int i = 0; i < grams.length; i++) {
      if (i > 0 && grams[i] <= grams[i - 1]) {
        throw new IllegalArgumentException("Grams must ascend, but do not at " + i);
      }
      before[i + 1] = before[i] + counts[i];
    }
  }

  /**
   * What a slice of the training data counts for: each step after each of its contexts.
   *
   * @param slice masks, 0 to 511
   */
  public static long[] grams(int[] slice) {
    long[] grams = new long[slice.length * CONTEXTS];
    for (int step = 0; step < slice.length; step++) {
      DrumLoop.requireMask(slice[step]);
      long[] contexts = contexts(slice, step);
      for (int k = 0; k < CONTEXTS; k++) {
        grams[step * CONTEXTS + k] = (contexts[k] << STEP_BITS) | slice[step];
      }
    }
    return grams;
  }

  private static long[] contexts(int[] slice, int step) {
    long[] contexts = new long[CONTEXTS];
    for (int length = 1; length <= MAX_HISTORY; length++) {
      long oldest = mask(slice, step - length);
      contexts[length] = (oldest << ((length - 1) * STEP_BITS)) | contexts[length - 1];
    }
    long bar = mask(slice, step - DrumGrid.STEPS_PER_BAR) << (2 * STEP_BITS);
    long position = (long) (step % DrumGrid.STEPS_PER_BAR) << (3 * STEP_BITS);
    contexts[MAX_HISTORY + 1] = (1L << KIND_SHIFT) | bar | contexts[1];
    contexts[MAX_HISTORY + 2] = (2L << KIND_SHIFT) | bar | contexts[2];
    contexts[MAX_HISTORY + 3] = (3L << KIND_SHIFT) | position | bar | contexts[2];
    return contexts;
  }

  private static long mask(int[] slice, int step) {
    return step < 0 ? START : slice[step] + 1;
  }

  /**
   * What a slice costs: −ln of its probability.
   *
   * @param slice masks, 0 to 511
   * @return nats of each model, in the order of {@link Model}
   */
  public double[] nats(int[] slice) {
    double[] nats = new double[Model.values().length];
    for (int step = 0; step < slice.length; step++) {
      DrumLoop.requireMask(slice[step]);
      long[] contexts = contexts(slice, step);
      double probability = 1.0 / classes;
      for (int length = 0; length <= MAX_HISTORY; length++) {
        probability = mixed(contexts[length], slice[step], probability);
        nats[length] -= Math.log(probability);
      }
      probability = 1.0 / classes;
      for (int context : BAR_CONTEXTS) {
        probability = mixed(contexts[context], slice[step], probability);
      }
      nats[MAX_HISTORY + 1] -= Math.log(probability);
    }
    return nats;
  }

  /** P(mask | context), of the probability that shorter contexts give it. */
  private double mixed(long context, int mask, double shorter) {
    int first = place(context << STEP_BITS);
    int end = place((context + 1) << STEP_BITS);
    if (first == end) {
      return shorter;
    }
    int at = Arrays.binarySearch(grams, first, end, (context << STEP_BITS) | mask);
    double seen = at < 0 ? 0 : before[at + 1] - before[at];
    double distinct = end - first;
    return (seen + distinct * shorter) / (before[end] - before[first] + distinct);
  }

  /** Of the first gram that is this one or a later one. */
  private int place(long gram) {
    int found = Arrays.binarySearch(grams, gram);
    return found < 0 ? -found - 1 : found;
  }
}
