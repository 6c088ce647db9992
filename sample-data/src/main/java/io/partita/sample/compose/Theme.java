package io.partita.sample.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * A melody's material: a motif of two bars, and the phrase of motifs a a′ a b that is made of it. A
 * theme knows rhythm and contour only; chords and key come when it is sung.
 */
final class Theme {
  private static final int BARS = 2;

  /**
   * A note of a motif.
   *
   * @param step its sixteenth in the motif's bars
   * @param length sixteenths until the next note or rest
   * @param move scale steps up or down from the note before
   */
  record Note(int step, int length, int move) {}

  private final List<List<Note>> phrase;

  private Theme(List<List<Note>> phrase) {
    this.phrase = phrase;
  }

  static Theme draw(int stepsPerBar, int grid, double density, Dice dice) {
    List<Note> statement = motif(stepsPerBar, grid, density, dice);
    List<Note> answer = recontoured(statement, dice);
    List<Note> departure =
        dice.chance(0.5) ? motif(stepsPerBar, grid, density, dice) : recontoured(statement, dice);
    return new Theme(List.of(statement, answer, statement, cadence(departure, stepsPerBar)));
  }

  /** Bars in one motif. */
  static int motifBars() {
    return BARS;
  }

  /** The motif of the n-th pair of bars. */
  List<Note> motif(int n) {
    return phrase.get(n % phrase.size());
  }

  /** Whether the n-th motif closes the phrase. */
  boolean closes(int n) {
    return n % phrase.size() == phrase.size() - 1;
  }

  private static List<Note> motif(int stepsPerBar, int grid, double density, Dice dice) {
    int steps = BARS * stepsPerBar;
    int breath = steps - 4 - 2 * dice.below(3);
    List<Integer> onsets = new ArrayList<>();
    for (int step = dice.chance(0.3) ? 2 * grid : 0; step < breath; step += grid) {
      double weight = step % 4 == 0 ? 1.35 : step % 2 == 0 ? 0.95 : 0.55;
      if (onsets.isEmpty() || dice.chance(density * weight)) {
        onsets.add(step);
      }
    }
    List<Note> notes = new ArrayList<>();
    int move = 0;
    for (int i = 0; i < onsets.size(); i++) {
      int next = i + 1 < onsets.size() ? onsets.get(i + 1) : breath + 2;
      int length = Math.min(next - onsets.get(i), dice.chance(0.8) ? 8 : 2);
      move = move(move, i * 2 < onsets.size(), dice);
      notes.add(new Note(onsets.get(i), length, move));
    }
    return List.copyOf(notes);
  }

  /**
   * Mostly by step; after a leap back the other way; rising first and falling later, as an arch.
   */
  private static int move(int before, boolean rising, Dice dice) {
    // The index drawn is the interval: mostly a step, rarely a fifth.
    int size = dice.weighted(14, 52, 20, 9, 5);
    if (Math.abs(before) > 2) {
      return -Integer.signum(before) * Math.min(size, 2);
    }
    return dice.chance(rising ? 0.62 : 0.38) ? size : -size;
  }

  private static List<Note> recontoured(List<Note> motif, Dice dice) {
    List<Note> notes = new ArrayList<>(motif.size());
    for (int i = 0; i < motif.size(); i++) {
      Note note = motif.get(i);
      int move = i * 2 < motif.size() ? note.move() : move(0, false, dice);
      notes.add(new Note(note.step(), note.length(), move));
    }
    return List.copyOf(notes);
  }

  /** Ends on a long note at the second bar's start. */
  private static List<Note> cadence(List<Note> motif, int stepsPerBar) {
    List<Note> notes = new ArrayList<>();
    for (Note note : motif) {
      if (note.step() < stepsPerBar) {
        int length = Math.min(note.length(), stepsPerBar - note.step());
        notes.add(new Note(note.step(), length, note.move()));
      }
    }
    notes.add(new Note(stepsPerBar, stepsPerBar * 5 / 8, -1));
    return List.copyOf(notes);
  }
}
