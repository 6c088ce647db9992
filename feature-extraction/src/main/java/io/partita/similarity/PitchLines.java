package io.partita.similarity;

import io.partita.score.Notes;

/**
 * Lines of pitched notes, and their shingles. Notes that begin within 40 ms of the first of them
 * are one cluster, and a line has one note of each: the highest, or the lowest.
 */
final class PitchLines {
  static final double CLUSTER_S = .040;

  /** Intervals of a shingle, semitones within ±{@link #MOST_SEMITONES}. */
  static final int TRACK_INTERVALS = 6;

  static final int SKY_INTERVALS = 5;

  private static final int MOST_SEMITONES = 24;
  private static final int INTERVAL_BITS = 6;

  private final Notes notes;
  private final double[] onsetS;
  private final int[] top;
  private final int[] bottom;
  private int clusters;
  private boolean isMonophonic;

  PitchLines(Notes notes) {
    this.notes = notes;
    this.onsetS = new double[notes.size()];
    this.top = new int[notes.size()];
    this.bottom = new int[notes.size()];
  }

  /**
   * Shingles of the top line of each channel of each track, and of its bottom line where two of its
   * notes are ever in one cluster.
   */
  void addTracks(ShingleCollector shingles) {
    int channels = 0;
    for (int i = 0; i < notes.size(); i++) {
      channels = Math.max(channels, notes.track(i) + 1);
    }
    channels *= 16;
    int[] start = new int[channels + 1];
    for (int i = 0; i < notes.size(); i++) {
      start[notes.track(i) * 16 + notes.channel(i) + 1]++;
    }
    for (int channel = 0; channel < channels; channel++) {
      start[channel + 1] += start[channel];
    }
    int[] of = new int[notes.size()];
    int[] next = start.clone();
    for (int i = 0; i < notes.size(); i++) {
      int channel = notes.track(i) * 16 + notes.channel(i);
      of[next[channel]] = i;
      next[channel]++;
    }
    for (int channel = 0; channel < channels; channel++) {
      if (start[channel] < start[channel + 1] && !notes.isDrum(of[start[channel]])) {
        cluster(of, start[channel], start[channel + 1]);
        add(top, TRACK_INTERVALS, Namespace.TRK, shingles);
        if (!isMonophonic) {
          add(bottom, TRACK_INTERVALS, Namespace.TRK, shingles);
        }
      }
    }
  }

  /** Shingles of the highest notes of all; returns how many pitched notes there are. */
  int addSkyline(ShingleCollector shingles) {
    int[] pitched = new int[notes.size()];
    int count = 0;
    for (int i = 0; i < notes.size(); i++) {
      if (!notes.isDrum(i)) {
        pitched[count] = i;
        count++;
      }
    }
    cluster(pitched, 0, count);
    add(top, SKY_INTERVALS, Namespace.SKY, shingles);
    return count;
  }

  private void cluster(int[] of, int from, int to) {
    clusters = 0;
    isMonophonic = true;
    for (int i = from; i < to; i++) {
      double at = notes.onsetS(of[i]);
      int pitch = notes.pitch(of[i]);
      if (clusters == 0 || at > onsetS[clusters - 1] + CLUSTER_S) {
        onsetS[clusters] = at;
        top[clusters] = pitch;
        bottom[clusters] = pitch;
        clusters++;
      } else {
        isMonophonic &= pitch == top[clusters - 1] && pitch == bottom[clusters - 1];
        top[clusters - 1] = Math.max(top[clusters - 1], pitch);
        bottom[clusters - 1] = Math.min(bottom[clusters - 1], pitch);
      }
    }
  }

  /** Leaves out shingles of one interval only: scales, trills of a piano roll, repeated notes. */
  private void add(int[] line, int intervals, Namespace namespace, ShingleCollector shingles) {
    long mask = (1L << (intervals * INTERVAL_BITS)) - 1;
    long window = 0;
    int last = 0;
    int alike = 0;
    for (int i = 1; i < clusters; i++) {
      int semitones = line[i] - line[i - 1];
      int interval = Math.max(-MOST_SEMITONES, Math.min(MOST_SEMITONES, semitones));
      alike = i > 1 && interval == last ? alike + 1 : 1;
      last = interval;
      window = (window << INTERVAL_BITS | (interval + MOST_SEMITONES)) & mask;
      int first = i - intervals;
      if (first >= 0 && alike < intervals) {
        shingles.add(namespace.hash(window), onsetS[first], onsetS[i], line[first]);
      }
    }
  }
}
