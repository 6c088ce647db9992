package io.partita.melody;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.partita.Labelled;
import io.partita.grid.Instrument;
import io.partita.grid.StepGrid;
import io.partita.grid.StepNotes;
import io.partita.grid.StepPiece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The melodies of one file, cut to slices as the published MusicVAE data pipeline cuts them. Each
 * instrument is a melody of its own: of the notes that begin in a step the highest, until the next
 * begins; a bar's rest ends a melody. A slice begins with each of its bars.
 *
 * @param windows slices before those that a piece has more than once were left out
 * @param slices each once a piece, as where its piece has it first; piece after piece, in the order
 *     of their labels; {@value #MOST} at most
 * @param notes that a melody can be made of
 * @param droppedNotes the others: drums, of other programs or tracks, or outside of A0 to C8
 * @param absence reason for there being no slices; empty where there are
 * @param detail a sentence on the absence for a person; empty where there are slices
 */
public record MelodySlices(
    int windows,
    List<MelodySlice> slices,
    int notes,
    int droppedNotes,
    Optional<Absence> absence,
    String detail) {
  /** The lengths that models are made for, bars. */
  public static final List<Integer> BARS = List.of(2, 16);

  /** No file has more slices than this: what a made-up file could repeat without an end. */
  public static final int MOST = 1 << 16;

  private static final int GAP = StepGrid.STEPS_PER_BAR;

  /** Slices of 2 bars are of programs below: keyboards, bells, organs and guitars. */
  private static final int MELODY_PROGRAMS = 32;

  private static final int ALL_PROGRAMS = 128;

  /**
   * Why a file has no slices. Of the reasons that its notes have, the one of those that came
   * closest to a slice; they are here in that order.
   */
  public enum Absence implements Labelled {
    /** Its division is in video frames, so there are no quarters to divide. */
    SMPTE_DIVISION,
    /** No note that has an end, and that at another tick than its onset. */
    NO_NOTES,
    /** None of the tracks that were asked for. */
    NO_TRACK,
    /** Notes on channel 9 only. */
    ONLY_DRUMS,
    /** No notes of the programs that these slices are made of. */
    PROGRAM,
    /** None of these notes is one of A0 to C8. */
    PITCH,
    /** Melodies, but only where bars are not 4/4 or as long. */
    METRE,
    /** Melodies in bars of the right length, but none as long as a slice. */
    TOO_SHORT;
  }

  /** Keeps its own unmodifiable copy of the slices. */
  public MelodySlices {
    slices = List.copyOf(slices);
  }

  /**
   * The melodies of a file.
   *
   * @param bars in a slice, 2 or 16; those of 2 bars are of programs 0 to 31, those of 16 of all
   */
  public static MelodySlices of(StepGrid grid, int bars) {
    return of(
        grid,
        bars,
        grid.instruments().stream().map(Instrument::track).collect(toUnmodifiableSet()));
  }

  /**
   * The melodies of some tracks of a file.
   *
   * @param bars as of all tracks
   * @param tracks of the file; none where it lacks those that were asked for
   */
  public static MelodySlices of(StepGrid grid, int bars, Set<Integer> tracks) {
    if (!BARS.contains(bars)) {
      throw new IllegalArgumentException("bars must be 2 or 16, but is " + bars);
    }
    return new Cutter(grid, bars, tracks).slices();
  }

  /** Whether slices of 2 bars, and the melodies of trios, are of an instrument. */
  static boolean isMelody(Instrument instrument) {
    return !instrument.isDrums() && instrument.program() < MELODY_PROGRAMS;
  }

  /** Cuts one file. */
  private static final class Cutter {
    private final StepGrid grid;
    private final int length;
    private final int programs;
    private final Set<Integer> tracks;
    private final List<MelodySlice> slices = new ArrayList<>();

    /** Of the pieces whose melodies are left out. */
    private final List<String> otherMetres = new ArrayList<>();

    private int windows;
    private int longest;
    private int notes;
    private int dropped;

    Cutter(StepGrid grid, int bars, Set<Integer> tracks) {
      this.grid = grid;
      this.tracks = tracks;
      this.length = bars * StepGrid.STEPS_PER_BAR;
      this.programs = bars == 2 ? MELODY_PROGRAMS : ALL_PROGRAMS;
    }

    MelodySlices slices() {
      for (int i = 0; i < grid.pieces().size(); i++) {
        int piece = i;
        SortedSet<MelodySlice> own =
            new TreeSet<>(Comparator.comparing(MelodySlice::labels, Arrays::compare));
        usable(grid.pieces().get(piece))
            .forEach((instrument, notesOf) -> cut(piece, instrument, notesOf, own));
        slices.addAll(own);
      }
      Optional<Absence> absence = slices.isEmpty() ? Optional.of(absence()) : Optional.empty();
      String detail = absence.map(this::detail).orElse("");
      return new MelodySlices(windows, slices, notes, dropped, absence, detail);
    }

    /** The notes of each instrument that melodies are made of, where bars are common. */
    private Map<Integer, List<Integer>> usable(StepPiece piece) {
      StepNotes all = piece.notes();
      Map<Integer, List<Integer>> usable = all.byInstrument();
      usable.forEach(
          (instrument, own) -> {
            if (isUsable(grid.instruments().get(instrument))) {
              own.removeIf(note -> !MelodyLabel.has(all.pitch(note)));
            } else {
              own.clear();
            }
          });
      int found = usable.values().stream().mapToInt(List::size).sum();
      notes += found;
      dropped += all.size() - found;
      if (found > 0 && !piece.hasCommonBars()) {
        otherMetres.add(piece.metre());
        return Map.of();
      }
      return usable;
    }

    private boolean isUsable(Instrument instrument) {
      return isAskedFor(instrument) && !instrument.isDrums() && instrument.program() < programs;
    }

    private boolean isAskedFor(Instrument instrument) {
      return tracks.contains(instrument.track());
    }

    private void cut(int piece, int instrument, List<Integer> own, SortedSet<MelodySlice> found) {
      StepNotes all = grid.pieces().get(piece).notes();
      for (MelodyStretch stretch : MelodyStretch.of(all, own, GAP, StepGrid.MAX_STEPS)) {
        int[] labels = stretch.labels();
        longest = Math.max(longest, labels.length);
        for (int start = 0; start + length <= labels.length; start += GAP) {
          windows++;
          if (slices.size() + found.size() < MOST) {
            int[] window = clean(Arrays.copyOfRange(labels, start, start + length));
            found.add(new MelodySlice(piece, instrument, stretch.startStep() + start, window));
          }
        }
      }
    }

    /** No off where nothing has begun. */
    private static int[] clean(int[] window) {
      for (int i = 0; i < window.length && !MelodyLabel.isPitch(window[i]); i++) {
        window[i] = MelodyLabel.NO_EVENT;
      }
      return window;
    }

    private Absence absence() {
      if (grid.division().isSmpte()) {
        return Absence.SMPTE_DIVISION;
      }
      if (grid.pieces().isEmpty()) {
        return Absence.NO_NOTES;
      }
      if (tracks.isEmpty()) {
        return Absence.NO_TRACK;
      }
      List<Instrument> asked = grid.instruments().stream().filter(this::isAskedFor).toList();
      if (asked.isEmpty()) {
        return Absence.NO_NOTES;
      }
      if (asked.stream().allMatch(Instrument::isDrums)) {
        return Absence.ONLY_DRUMS;
      }
      if (asked.stream().noneMatch(this::isUsable)) {
        return Absence.PROGRAM;
      }
      if (notes == 0) {
        return Absence.PITCH;
      }
      return longest == 0 ? Absence.METRE : Absence.TOO_SHORT;
    }

    private String detail(Absence absence) {
      return switch (absence) {
        case SMPTE_DIVISION -> "Its ticks divide video frames, not quarter notes";
        case NO_NOTES -> "It has no note with a length";
        case NO_TRACK -> "It lacks the track";
        case ONLY_DRUMS -> "All of its notes are on channel 9";
        case PROGRAM -> "None of its instruments has a program of 0 to " + (programs - 1);
        case PITCH -> "Its melodies have no note of A0 to C8";
        case METRE -> "Its melodies are in " + StepPiece.list(otherMetres.stream());
        case TOO_SHORT ->
            "Its longest melody has "
                + longest
                + " steps, a slice "
                + length
                + (grid.pieces().size() > 1
                    ? "; changes of tempo or metre make " + grid.pieces().size() + " pieces"
                    : "")
                + (otherMetres.isEmpty()
                    ? ""
                    : ", some in " + StepPiece.list(otherMetres.stream()));
      };
    }
  }
}
