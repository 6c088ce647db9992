package io.partita.similarity;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.score.Notes;

/**
 * Shingles of drums: seven clusters of hits with the five kinds of drums in each. When they are hit
 * is no part of them: a grid is another one where it begins later, and classes of the times between
 * hits did not outlive 10 ms of jitter. More clusters are lost more often where hits are left out.
 * What was played in time is for the {@link Chain} to say.
 */
final class DrumLines {
  static final double CLUSTER_S = .040;
  static final int CLUSTERS = 7;

  private static final int KICK = 1;
  private static final int SNARE = 2;
  private static final int HAT = 4;
  private static final int TOM = 8;
  private static final int CYMBAL = 16;
  private static final int KIND_BITS = 5;
  private static final int[] KIND_OF_PITCH = kinds();

  private final double[] onsetS;
  private final int[] kinds;
  private int clusters;

  DrumLines(Notes notes) {
    onsetS = new double[notes.size()];
    kinds = new int[notes.size()];
    for (int i = 0; i < notes.size(); i++) {
      if (notes.isDrum(i) && KIND_OF_PITCH[notes.pitch(i)] != 0) {
        double at = notes.onsetS(i);
        if (clusters == 0 || at > onsetS[clusters - 1] + CLUSTER_S) {
          onsetS[clusters] = at;
          clusters++;
        }
        kinds[clusters - 1] |= KIND_OF_PITCH[notes.pitch(i)];
      }
    }
  }

  /** Leaves out shingles whose clusters are all of the same drums. */
  void add(ShingleCollector shingles) {
    long mask = (1L << (CLUSTERS * KIND_BITS)) - 1;
    long window = 0;
    int alike = 0;
    for (int i = 0; i < clusters; i++) {
      alike = i > 0 && kinds[i] == kinds[i - 1] ? alike + 1 : 1;
      window = (window << KIND_BITS | kinds[i]) & mask;
      int first = i - CLUSTERS + 1;
      if (first >= 0 && alike < CLUSTERS) {
        shingles.add(Namespace.DST.hash(window), onsetS[first], onsetS[i], 0);
      }
    }
  }

  private static int[] kinds() {
    int[] kinds = new int[128];
    for (int pitch = 0; pitch < kinds.length; pitch++) {
      kinds[pitch] = DrumMap.GM.classOf(pitch).map(DrumLines::kind).orElse(0);
    }
    return kinds;
  }

  private static int kind(DrumClass drum) {
    return switch (drum) {
      case KICK -> KICK;
      case SNARE -> SNARE;
      case CLOSED_HI_HAT, OPEN_HI_HAT -> HAT;
      case LOW_TOM, MID_TOM, HIGH_TOM -> TOM;
      case CRASH, RIDE -> CYMBAL;
    };
  }
}
