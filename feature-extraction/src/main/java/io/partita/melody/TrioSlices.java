package io.partita.melody;

import io.partita.Labelled;
import io.partita.grid.StepGrid;
import io.partita.grid.StepPiece;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The trios of one file, cut to slices of 16 bars as the published MusicVAE data pipeline cuts
 * them: each melody of programs 0 to 31 with each bass of programs 32 to 39 and each kit of channel
 * 9, in bars where all three play, or at most two bars off.
 *
 * @param windows slices, those beyond the most that are kept among them
 * @param slices piece after piece, by melody, bass, drums and start; {@value MelodySlices#MOST} at
 *     most. A piece may repeat one
 * @param melodies instruments of the file that can play the melody
 * @param basses instruments that can play the bass
 * @param drums instruments that can play drums
 * @param absence reason for there being no slices; empty where there are
 * @param detail a sentence on the absence for a person; empty where there are slices
 */
public record TrioSlices(
    int windows,
    List<TrioSlice> slices,
    int melodies,
    int basses,
    int drums,
    Optional<Absence> absence,
    String detail) {
  /**
   * Why a file has no slices. Of the reasons that its pieces have, the one of the piece that came
   * closest to a slice; they are here in that order.
   */
  public enum Absence implements Labelled {
    /** Its division is in video frames, so there are no quarters to divide. */
    SMPTE_DIVISION,
    /** No note that has an end, and that at another tick than its onset. */
    NO_NOTES,
    /** No notes on channel 9. */
    NO_DRUMS,
    /** No notes of programs 0 to 31. */
    NO_MELODY,
    /** No notes of programs 32 to 39. */
    NO_BASS,
    /** All three, but in no piece together, or not for 16 bars. */
    NOT_TOGETHER,
    /** All three in a piece, but only where bars are not 4/4 or as long. */
    METRE,
    /** All three in a piece of the right bars, but of fewer than a slice has. */
    TOO_SHORT;
  }

  /** Keeps its own unmodifiable copy of the slices. */
  public TrioSlices {
    slices = List.copyOf(slices);
  }

  /** The trios of a file. */
  public static TrioSlices of(StepGrid grid) {
    return new Cutter(grid).slices();
  }

  /** Cuts one file. */
  private static final class Cutter {
    private final StepGrid grid;
    private final Map<TrioRole, Integer> roles = new EnumMap<>(TrioRole.class);
    private final List<TrioSlice> slices = new ArrayList<>();
    private final List<String> otherMetres = new ArrayList<>();
    private int windows;

    /** Bars of the longest piece that has all three. */
    private int bars;

    /** Bars in a row in which some three play together. */
    private int together;

    Cutter(StepGrid grid) {
      this.grid = grid;
    }

    TrioSlices slices() {
      grid.instruments()
          .forEach(
              instrument ->
                  TrioRole.of(instrument).ifPresent(role -> roles.merge(role, 1, Integer::sum)));
      for (int i = 0; i < grid.pieces().size(); i++) {
        StepPiece piece = grid.pieces().get(i);
        TrioPiece trios = new TrioPiece(grid.instruments(), i, piece);
        if (trios.hasAll() && !piece.hasCommonBars()) {
          otherMetres.add(piece.metre());
        } else if (trios.hasAll()) {
          trios.windows(this::found);
          bars = Math.max(bars, trios.bars());
          together = Math.max(together, trios.longest());
        }
      }
      Optional<Absence> absence = slices.isEmpty() ? Optional.of(absence()) : Optional.empty();
      return new TrioSlices(
          windows,
          slices,
          count(TrioRole.MELODY),
          count(TrioRole.BASS),
          count(TrioRole.DRUMS),
          absence,
          absence.map(this::detail).orElse(""));
    }

    private void found(TrioSlice slice) {
      windows++;
      if (slices.size() < MelodySlices.MOST) {
        slices.add(slice);
      }
    }

    private int count(TrioRole role) {
      return roles.getOrDefault(role, 0);
    }

    private Absence absence() {
      if (grid.division().isSmpte()) {
        return Absence.SMPTE_DIVISION;
      }
      if (grid.pieces().isEmpty()) {
        return Absence.NO_NOTES;
      }
      if (count(TrioRole.DRUMS) == 0) {
        return Absence.NO_DRUMS;
      }
      if (count(TrioRole.MELODY) == 0) {
        return Absence.NO_MELODY;
      }
      if (count(TrioRole.BASS) == 0) {
        return Absence.NO_BASS;
      }
      if (bars == 0) {
        return otherMetres.isEmpty() ? Absence.NOT_TOGETHER : Absence.METRE;
      }
      return bars < TrioSlice.BARS ? Absence.TOO_SHORT : Absence.NOT_TOGETHER;
    }

    private String detail(Absence absence) {
      return switch (absence) {
        case SMPTE_DIVISION -> "Its ticks divide video frames, not quarter notes";
        case NO_NOTES -> "It has no note with a length";
        case NO_DRUMS -> "It has no notes on channel 9";
        case NO_MELODY -> "None of its instruments has a program of 0 to 31";
        case NO_BASS -> "None of its instruments has a program of 32 to 39";
        case NOT_TOGETHER ->
            bars == 0
                ? "None of its "
                    + grid.pieces().size()
                    + " pieces between changes of tempo or metre has melody, bass and drums"
                : "Its melodies, basses and drums play together for "
                    + together
                    + " bars at most, a slice has "
                    + TrioSlice.BARS
                    + others();
        case METRE ->
            "Its melodies, basses and drums are in " + StepPiece.list(otherMetres.stream());
        case TOO_SHORT ->
            "Its longest piece with melody, bass and drums has "
                + bars
                + " bars, a slice "
                + TrioSlice.BARS
                + others();
      };
    }

    private String others() {
      return otherMetres.isEmpty() ? "" : ", others are in " + StepPiece.list(otherMetres.stream());
    }
  }
}
