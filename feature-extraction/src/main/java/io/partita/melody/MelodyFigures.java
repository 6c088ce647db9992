package io.partita.melody;

import io.partita.grid.StepGrid;
import io.partita.statistics.Bootstrap;
import io.partita.statistics.ComparedFigure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What some melodies are like together, so that a model's can be compared with real ones: pitches,
 * contour and repetition.
 *
 * <p>An interval is from one note of a slice to the next, in semitones. Shares of slices, notes and
 * intervals are 0 where there are none.
 *
 * @param notes mean number of notes of a slice
 * @param pitch mean MIDI pitch of all notes
 * @param range mean distance of the highest from the lowest pitch of a slice that has notes
 * @param inKey mean share of a slice's notes that are in the major scale that most are in
 * @param repeats share of intervals of 0
 * @param steps share of intervals of 1 or 2, up or down
 * @param leaps share of intervals above 7, up or down
 * @param rising share of intervals that go up
 * @param likeness mean share of steps of later bars that are as in bar 1
 * @param rhythm the same of whether a note begins
 */
public record MelodyFigures(
    double notes,
    double pitch,
    double range,
    double inKey,
    double repeats,
    double steps,
    double leaps,
    double rising,
    double likeness,
    double rhythm) {
  private static final int BAR = StepGrid.STEPS_PER_BAR;
  private static final int OCTAVE = 12;
  private static final int FIFTH = 7;
  private static final int[] MAJOR = {0, 2, 4, 5, 7, 9, 11};

  private static final double NOTES_APART = 0.1;
  private static final double SEMITONES_APART = 2;
  private static final double IN_KEY_APART = 0.02;
  private static final double INTERVALS_APART = 0.05;
  private static final double BARS_APART = 0.1;

  /**
   * The figures of some melodies.
   *
   * @param slices labels of two bars or more each; at least one slice
   */
  public static MelodyFigures of(Collection<int[]> slices) {
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("There must be a melody");
    }
    Sums sums = new Sums();
    slices.forEach(sums::add);
    double intervals = Math.max(1, sums.intervals);
    double sounding = Math.max(1, sums.sounding);
    return new MelodyFigures(
        sums.notes / slices.size(),
        sums.pitches / Math.max(1, sums.notes),
        sums.range / sounding,
        sums.inKey / sounding,
        sums.repeats / intervals,
        sums.steps / intervals,
        sums.leaps / intervals,
        sums.rising / intervals,
        sums.likeness / slices.size(),
        sums.rhythm / slices.size());
  }

  /**
   * The same figures as means over files, in the order of {@link #against}.
   *
   * @param files slices of each file; at least one slice each
   */
  public static List<Bootstrap.Ratio> byFile(List<? extends Collection<int[]>> files) {
    List<Sums> each =
        files.stream()
            .map(
                slices -> {
                  Sums sums = new Sums();
                  slices.forEach(sums::add);
                  return sums;
                })
            .toList();
    return List.of(
        Bootstrap.Ratio.of(each, of -> of.notes, of -> of.slices),
        Bootstrap.Ratio.of(each, of -> of.pitches, of -> of.notes),
        Bootstrap.Ratio.of(each, of -> of.range, of -> of.sounding),
        Bootstrap.Ratio.of(each, of -> of.inKey, of -> of.sounding),
        Bootstrap.Ratio.of(each, of -> of.repeats, of -> of.intervals),
        Bootstrap.Ratio.of(each, of -> of.steps, of -> of.intervals),
        Bootstrap.Ratio.of(each, of -> of.leaps, of -> of.intervals),
        Bootstrap.Ratio.of(each, of -> of.rising, of -> of.intervals),
        Bootstrap.Ratio.of(each, of -> of.likeness, of -> of.slices),
        Bootstrap.Ratio.of(each, of -> of.rhythm, of -> of.slices));
  }

  /** These melodies, drawn by a model, held against real ones. */
  public List<ComparedFigure> against(MelodyFigures real) {
    return List.of(
        new ComparedFigure("notes", notes, real.notes, NOTES_APART * real.notes),
        new ComparedFigure("mean_pitch", pitch, real.pitch, SEMITONES_APART),
        new ComparedFigure("pitch_range", range, real.range, SEMITONES_APART),
        new ComparedFigure("notes_in_key", inKey, real.inKey, IN_KEY_APART),
        new ComparedFigure("repeated_notes", repeats, real.repeats, INTERVALS_APART),
        new ComparedFigure("steps_of_scale", steps, real.steps, INTERVALS_APART),
        new ComparedFigure("leaps", leaps, real.leaps, INTERVALS_APART),
        new ComparedFigure("rising_intervals", rising, real.rising, INTERVALS_APART),
        new ComparedFigure("bar_similarity", likeness, real.likeness, BARS_APART),
        new ComparedFigure("rhythm_similarity", rhythm, real.rhythm, BARS_APART));
  }

  /** Sums over slices. */
  private static final class Sums {
    private double slices;
    private double notes;
    private double pitches;
    private double sounding;
    private double range;
    private double inKey;
    private double intervals;
    private double repeats;
    private double steps;
    private double leaps;
    private double rising;
    private double likeness;
    private double rhythm;

    void add(int[] slice) {
      if (slice.length % BAR != 0 || slice.length < 2 * BAR) {
        throw new IllegalArgumentException(
            "A slice must have whole bars, at least 2, but has %s steps".formatted(slice.length));
      }
      slices++;
      List<Integer> melody = new ArrayList<>();
      for (int label : slice) {
        MelodyLabel.require(label);
        if (MelodyLabel.isPitch(label)) {
          melody.add(MelodyLabel.pitch(label));
        }
      }
      addBars(slice);
      if (!melody.isEmpty()) {
        addNotes(melody);
      }
    }

    private void addBars(int[] slice) {
      int equal = 0;
      int alike = 0;
      for (int step = BAR; step < slice.length; step++) {
        int first = slice[step % BAR];
        equal += slice[step] == first ? 1 : 0;
        alike += MelodyLabel.isPitch(slice[step]) == MelodyLabel.isPitch(first) ? 1 : 0;
      }
      likeness += (double) equal / (slice.length - BAR);
      rhythm += (double) alike / (slice.length - BAR);
    }

    private void addNotes(List<Integer> melody) {
      int[] classes = new int[OCTAVE];
      int lowest = Integer.MAX_VALUE;
      int highest = Integer.MIN_VALUE;
      for (int pitch : melody) {
        classes[pitch % OCTAVE]++;
        lowest = Math.min(lowest, pitch);
        highest = Math.max(highest, pitch);
        pitches += pitch;
      }
      sounding++;
      notes += melody.size();
      range += highest - lowest;
      inKey += (double) mostInKey(classes) / melody.size();
      for (int k = 1; k < melody.size(); k++) {
        int interval = melody.get(k) - melody.get(k - 1);
        int wide = Math.abs(interval);
        intervals++;
        repeats += wide == 0 ? 1 : 0;
        steps += wide == 1 || wide == 2 ? 1 : 0;
        leaps += wide > FIFTH ? 1 : 0;
        rising += interval > 0 ? 1 : 0;
      }
    }

    /** Notes of a scale, of the one that has the most. */
    private static int mostInKey(int[] classes) {
      int most = 0;
      for (int tonic = 0; tonic < OCTAVE; tonic++) {
        int in = 0;
        for (int degree : MAJOR) {
          in += classes[(tonic + degree) % OCTAVE];
        }
        most = Math.max(most, in);
      }
      return most;
    }
  }
}
