package io.partita.melody;

import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.grid.Instrument;
import io.partita.grid.StepGrid;
import io.partita.grid.StepNotes;
import io.partita.grid.StepPiece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The trios of one piece: who can play what in it, and in which bars. */
final class TrioPiece {
  private static final int BAR = StepGrid.STEPS_PER_BAR;
  private static final int MAX_BARS = 1024;
  private static final int MAX_INSTRUMENTS = 128;

  /** Bars about each note in which its instrument counts as playing. */
  private static final int REACH = 2;

  private final int piece;
  private final StepNotes notes;
  private final int bars;
  private final Map<TrioRole, List<Player>> players = new EnumMap<>(TrioRole.class);
  private int longest;

  /**
   * An instrument.
   *
   * @param part null where none of its notes has a label or a class
   * @param plays [bar] in or near it
   */
  @SuppressWarnings("ArrayRecordComponent") // players are never compared
  private record Player(TrioSlice.Part part, boolean[] plays) {}

  TrioPiece(List<Instrument> instruments, int piece, StepPiece of) {
    this.piece = piece;
    this.notes = of.notes();
    this.bars = (int) Math.min((notes.steps() + BAR - 1) / BAR, MAX_BARS);
    for (TrioRole role : TrioRole.values()) {
      players.put(role, new ArrayList<>());
    }
    notes
        .byInstrument()
        .forEach(
            (instrument, own) -> {
              if (instrument < MAX_INSTRUMENTS) {
                TrioRole.of(instruments.get(instrument))
                    .ifPresent(role -> players.get(role).add(player(role, instrument, own)));
              }
            });
  }

  /** Whole bars, the last of them begun. */
  int bars() {
    return bars;
  }

  /** Whether there is an instrument for each role. */
  boolean hasAll() {
    return players.values().stream().noneMatch(List::isEmpty);
  }

  /** Bars in a row in which some three played together; known once the windows are. */
  int longest() {
    return longest;
  }

  /** Each window of each three that can play one. */
  void windows(Consumer<TrioSlice> found) {
    if (!hasAll()) {
      return;
    }
    for (Player melody : players.get(TrioRole.MELODY)) {
      for (Player bass : players.get(TrioRole.BASS)) {
        for (Player drums : players.get(TrioRole.DRUMS)) {
          if (melody.part() != null && bass.part() != null && drums.part() != null) {
            windows(melody, bass, drums, found);
          }
        }
      }
    }
  }

  private void windows(Player melody, Player bass, Player drums, Consumer<TrioSlice> found) {
    boolean[] together = together(melody, bass, drums);
    int run = 0;
    for (int bar = 0; bar < bars; bar++) {
      run = together[bar] ? run + 1 : 0;
      longest = Math.max(longest, run);
      if (run >= TrioSlice.BARS) {
        int start = bar + 1 - TrioSlice.BARS;
        found.accept(new TrioSlice(piece, melody.part(), bass.part(), drums.part(), start));
      }
    }
  }

  /** In the first two bars, and in the last two, one that plays is enough. */
  private boolean[] together(Player... three) {
    boolean[] together = new boolean[bars];
    boolean[] any = new boolean[bars];
    Arrays.fill(together, true);
    for (Player player : three) {
      for (int bar = 0; bar < bars; bar++) {
        together[bar] &= player.plays()[bar];
        any[bar] |= player.plays()[bar];
      }
    }
    ends(together, any, 0);
    ends(together, any, Math.max(0, bars - REACH));
    return together;
  }

  private void ends(boolean[] together, boolean[] any, int first) {
    int end = Math.min(first + REACH, bars);
    boolean one = false;
    for (int bar = first; bar < end; bar++) {
      one |= any[bar];
    }
    Arrays.fill(together, first, end, one);
  }

  private Player player(TrioRole role, int instrument, List<Integer> own) {
    int[] steps = role == TrioRole.DRUMS ? drums(own) : melody(own);
    boolean[] plays = new boolean[bars];
    if (steps == null) {
      return new Player(null, plays);
    }
    for (int note : own) {
      long last = Math.min((notes.endStep(note) - 1) / BAR + REACH, bars - 1L);
      for (long bar = Math.max(0, notes.startStep(note) / BAR - REACH); bar <= last; bar++) {
        plays[(int) bar] = true;
      }
    }
    return new Player(new TrioSlice.Part(instrument, steps), plays);
  }

  private int[] drums(List<Integer> own) {
    int[] masks = null;
    for (int note : own) {
      DrumClass drum = DrumMap.GM.classOf(notes.pitch(note)).orElse(null);
      if (drum != null) {
        masks = masks == null ? new int[bars * BAR] : masks;
        long step = notes.startStep(note);
        if (step < masks.length) {
          masks[(int) step] |= drum.bit();
        }
      }
    }
    return masks;
  }

  private int[] melody(List<Integer> own) {
    int length = bars * BAR;
    List<Integer> usable = new ArrayList<>(own);
    usable.removeIf(note -> !MelodyLabel.has(notes.pitch(note)));
    if (usable.isEmpty()) {
      return null;
    }
    MelodyStretch stretch = MelodyStretch.of(notes, usable, Long.MAX_VALUE, length).get(0);
    int[] labels = new int[length];
    int start = (int) Math.min(stretch.startStep(), length);
    int end = Math.min(start + stretch.labels().length, length);
    System.arraycopy(stretch.labels(), 0, labels, start, end - start);
    if (end < length && isSounding(labels, end)) {
      labels[end] = MelodyLabel.NOTE_OFF;
    }
    return labels;
  }

  private static boolean isSounding(int[] labels, int end) {
    int last = end - 1;
    while (last >= 0 && labels[last] == MelodyLabel.NO_EVENT) {
      last--;
    }
    return last >= 0 && MelodyLabel.isPitch(labels[last]);
  }
}
