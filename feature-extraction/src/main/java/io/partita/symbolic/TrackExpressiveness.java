package io.partita.symbolic;

import io.partita.score.Division;
import io.partita.score.Notes;
import io.partita.score.Score;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What tells a track that somebody played from one that was written, by the heuristics of K. J. M.
 * Lee et al., The GigaMIDI Dataset with Features for Expressive Music Performance Detection,
 * Transactions of ISMIR 8(1), 2025.
 *
 * @param track the 0-based MIDI track
 * @param channel 0 to 15; the channels of a track are apart, as a file of format 0 has one track
 * @param noteCount above 0
 * @param distinctVelocityRatio DNVR: distinct velocities in per cent of the 127 there are
 * @param distinctOnsetRatio DNODR: distinct onsets within a quarter, in per cent of its ticks;
 *     empty in SMPTE time. The figures that the authors published with their data set are others
 *     for most files, by a rule that they do not give
 * @param medianMetricLevel NOMML, the note onset median metric level, see {@link #MOST}; of two
 *     middle levels their mean, rounded down; empty in SMPTE time, which has no quarters
 */
public record TrackExpressiveness(
    int track,
    int channel,
    int noteCount,
    double distinctVelocityRatio,
    OptionalDouble distinctOnsetRatio,
    OptionalInt medianMetricLevel) {

  /**
   * The level of an onset on no line of a grid. Level 2i is that of an onset on a multiple of a
   * quarter divided by 2^i, for i from 0 to 5; level 2i + 1 that of one on a multiple of two thirds
   * of that; the even levels come first. The paper takes a track of this median as played, and all
   * others as not.
   */
  public static final int MOST = 12;

  private static final int DEPTHS = MOST / 2;
  private static final int CHANNELS = 16;
  private static final int VELOCITIES = 127;

  /** Of each channel of a track that has notes, in the order of tracks and channels. */
  public static List<TrackExpressiveness> of(Score score) {
    Tally[] tallies = new Tally[score.tracks().size() * CHANNELS];
    boolean isSmpte = score.division().isSmpte();
    int quarter = isSmpte ? 0 : score.division().ticksPerQuarter();
    // Of each tick that an onset was at, the level and 1.
    byte[] known = new byte[2 * quarter];
    Notes notes = score.notes();
    for (int i = 0; i < notes.size(); i++) {
      int slot = notes.track(i) * CHANNELS + notes.channel(i);
      if (tallies[slot] == null) {
        tallies[slot] = new Tally();
      }
      tallies[slot].notes++;
      tallies[slot].velocities.set(notes.velocity(i));
      if (!isSmpte) {
        int inTwoQuarters = (int) (notes.onsetTick(i) % (2L * quarter));
        if (known[inTwoQuarters] == 0) {
          known[inTwoQuarters] = (byte) (1 + level(inTwoQuarters, quarter));
        }
        tallies[slot].levels[known[inTwoQuarters] - 1]++;
        tallies[slot].onsets.set(inTwoQuarters % quarter);
      }
    }
    List<TrackExpressiveness> found = new ArrayList<>();
    for (int slot = 0; slot < tallies.length; slot++) {
      if (tallies[slot] != null) {
        found.add(tallies[slot].found(slot / CHANNELS, slot % CHANNELS, score.division()));
      }
    }
    return found;
  }

  /** Whether the paper takes it as played by somebody; not in SMPTE time. */
  public boolean isPlayed() {
    return medianMetricLevel.equals(OptionalInt.of(MOST));
  }

  private static int level(long inTwoQuarters, int quarter) {
    for (int i = 0; i < DEPTHS; i++) {
      if ((inTwoQuarters << i) % quarter == 0) {
        return 2 * i;
      }
    }
    for (int i = 0; i < DEPTHS; i++) {
      if (((3 * inTwoQuarters) << i) % (2L * quarter) == 0) {
        return 2 * i + 1;
      }
    }
    return MOST;
  }

  /** What has been counted of one channel of a track. */
  private static final class Tally {
    final BitSet velocities = new BitSet();
    final BitSet onsets = new BitSet();
    final int[] levels = new int[MOST + 1];
    int notes;

    TrackExpressiveness found(int track, int channel, Division division) {
      boolean isSmpte = division.isSmpte();
      return new TrackExpressiveness(
          track,
          channel,
          notes,
          100.0 * velocities.cardinality() / VELOCITIES,
          isSmpte
              ? OptionalDouble.empty()
              : OptionalDouble.of(100.0 * onsets.cardinality() / division.ticksPerQuarter()),
          isSmpte
              ? OptionalInt.empty()
              : OptionalInt.of((nth((notes - 1) / 2) + nth(notes / 2)) / 2));
    }

    /** The level of the nth note, from 0, in the order of levels. */
    private int nth(int n) {
      int level = 0;
      for (int seen = levels[0]; seen <= n; seen += levels[level]) {
        level++;
      }
      return level;
    }
  }
}
