package io.partita.audio.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Hashes of landmarks (after A. Wang, An Industrial-Strength Audio Search Algorithm, ISMIR 2003):
 * peaks of a smoothed log-mel in time and frequency, three of them together, by their bands and the
 * time between them. They depend neither on where an excerpt begins nor on its level.
 */
final class PrintKeys {
  /** A peak is the largest of 17 frames (0.2 s) × 11 bands. */
  private static final int TIME_RADIUS = 8;

  private static final int BAND_RADIUS = 5;

  /** It stands out of its frame's mean, and of silence, by this. */
  private static final double LEAST_ABOVE_MEAN = 0.5;

  private static final double LEAST_LOG_MEL = -9;

  /** A peak goes with two of the next three within 2 s. */
  private static final int FAN = 3;

  private static final int LONGEST_FRAMES = 172;
  private static final int SHORTEST_FRAMES = 2;
  private static final int FRAMES_IN_A_STEP = 4;

  private static final int MOST_KEYS = 4096;

  private record Peak(int frame, int band) {}

  private PrintKeys() {}

  /**
   * @param smoothed [frames][bands], bands below 128
   * @return half of all keys, those with an even hash, and of them the {@link #MOST_KEYS} least:
   *     the same choice in every print
   */
  static long[] of(float[][] smoothed) {
    List<Peak> peaks = peaks(smoothed);
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < peaks.size(); i++) {
      List<Peak> next = next(peaks, i);
      for (int j = 0; j < next.size(); j++) {
        for (int k = j + 1; k < next.size(); k++) {
          long hash = hash(peaks.get(i), next.get(j), next.get(k));
          if (hash % 2 == 0) {
            keys.add(hash);
          }
        }
      }
    }
    return keys.stream().mapToLong(key -> key).sorted().distinct().limit(MOST_KEYS).toArray();
  }

  private static List<Peak> next(List<Peak> peaks, int of) {
    List<Peak> next = new ArrayList<>();
    for (int i = of + 1; i < peaks.size() && next.size() < FAN; i++) {
      int distance = peaks.get(i).frame() - peaks.get(of).frame();
      if (distance > LONGEST_FRAMES) {
        break;
      }
      if (distance >= SHORTEST_FRAMES) {
        next.add(peaks.get(i));
      }
    }
    return next;
  }

  /** 33 bits, mixed by the finalizer of SplitMix64 so that any choice among them is a fair one. */
  private static long hash(Peak one, Peak two, Peak three) {
    long packed = one.band();
    packed = packed << 7 | two.band();
    packed = packed << 7 | three.band();
    packed = packed << 6 | (two.frame() - one.frame()) / FRAMES_IN_A_STEP;
    packed = packed << 6 | (three.frame() - one.frame()) / FRAMES_IN_A_STEP;
    packed = (packed ^ packed >>> 30) * 0xbf58476d1ce4e5b9L;
    packed = (packed ^ packed >>> 27) * 0x94d049bb133111ebL;
    return packed ^ packed >>> 31;
  }

  /** By frame, then by band. */
  private static List<Peak> peaks(float[][] smoothed) {
    List<Peak> peaks = new ArrayList<>();
    for (int frame = 0; frame < smoothed.length; frame++) {
      double mean = mean(smoothed[frame]);
      for (int band = 0; band < smoothed[frame].length; band++) {
        float value = smoothed[frame][band];
        if (value > LEAST_LOG_MEL
            && value > mean + LEAST_ABOVE_MEAN
            && isLargest(smoothed, frame, band)) {
          peaks.add(new Peak(frame, band));
        }
      }
    }
    return peaks;
  }

  private static double mean(float[] frame) {
    double sum = 0;
    for (float value : frame) {
      sum += value;
    }
    return sum / frame.length;
  }

  /** Of equal ones the first is. */
  private static boolean isLargest(float[][] smoothed, int frame, int band) {
    float value = smoothed[frame][band];
    int toFrame = Math.min(smoothed.length - 1, frame + TIME_RADIUS);
    int fromBand = Math.max(0, band - BAND_RADIUS);
    int toBand = Math.min(smoothed[frame].length - 1, band + BAND_RADIUS);
    for (int f = Math.max(0, frame - TIME_RADIUS); f <= toFrame; f++) {
      for (int b = fromBand; b <= toBand; b++) {
        boolean isBefore = f < frame || (f == frame && b < band);
        if (smoothed[f][b] > value || (isBefore && smoothed[f][b] == value)) {
          return false;
        }
      }
    }
    return true;
  }
}
