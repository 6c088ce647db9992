package io.partita.sample.compose;

import io.partita.sample.compose.Style.Chair;
import java.util.ArrayList;
import java.util.List;

/** Close chords that move as little as they can from one to the next. */
final class Voicing {
  private final int low;
  private final int high;
  private double lastCentre;

  Voicing(Chair chair) {
    low = chair.low();
    high = chair.high();
    lastCentre = (low + high) / 2.0;
  }

  /** The pitches of a chord, ascending, at most four: a ninth leaves out its root. */
  List<Integer> next(Chord chord, int tonic) {
    List<Integer> best = List.of();
    double bestDistance = Double.MAX_VALUE;
    int from = chord.size() > 4 ? 1 : 0;
    for (int inversion = from; inversion < chord.size(); inversion++) {
      for (int bass = lowest(tonic + chord.tone(inversion)); bass <= high; bass += 12) {
        List<Integer> pitches = stack(chord, tonic, from, bass);
        double centre = pitches.stream().mapToInt(Integer::intValue).average().orElseThrow();
        double overshoot = Math.max(0, pitches.get(pitches.size() - 1) - high);
        double distance = Math.abs(centre - lastCentre) + 4 * overshoot;
        if (distance < bestDistance) {
          best = pitches;
          bestDistance = distance;
        }
      }
    }
    lastCentre = 0.5 * (lastCentre + best.get(best.size() / 2));
    return best;
  }

  /** The lowest pitch of a pitch class that the range holds. */
  private int lowest(int pitchClass) {
    return low + Math.floorMod(pitchClass - low, 12);
  }

  private static List<Integer> stack(Chord chord, int tonic, int from, int bass) {
    List<Integer> pitches = new ArrayList<>(4);
    for (int i = from; i < chord.size(); i++) {
      pitches.add(bass + Math.floorMod(tonic + chord.tone(i) - bass, 12));
    }
    pitches.sort(null);
    return pitches;
  }
}
