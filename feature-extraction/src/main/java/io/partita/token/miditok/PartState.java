package io.partita.token.miditok;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The programs of a piece as far as it has come: their order, and their notes that sound. */
final class PartState {
  private final boolean hasDurations;

  /** In the order of their first notes. */
  private final List<Integer> programs = new ArrayList<>();

  /** When the last note of a program · 256 + pitch ends, of languages with durations. */
  private final Map<Integer, Double> ends = new HashMap<>();

  /** Onset and number of open notes, of the others. */
  private final Map<Integer, Deque<double[]>> open = new HashMap<>();

  private int notes;
  private double now;

  /** Of the present time: the place of the last program that played, its highest pitch so far. */
  private int place = -1;

  private int highest = -1;
  private int lastEnded = -1;
  private int program;
  private int pitch;

  PartState(Kind kind) {
    this.hasDurations = kind.hasDurations();
  }

  void goTo(double time) {
    now = time;
    place = -1;
    highest = -1;
    lastEnded = -1;
  }

  /** Whether no program has played at the present time. */
  boolean isTimeEmpty() {
    return place < 0;
  }

  boolean areSilent() {
    return open.isEmpty();
  }

  /** Whether a program may play, so that a note of it may begin, or end. */
  boolean mayPlay(int of) {
    int at = placeOf(of);
    if (at != place) {
      return at > place;
    }
    return true;
  }

  /** A new one comes after all others. */
  private int placeOf(int of) {
    int at = programs.indexOf(of);
    return at < 0 ? programs.size() : at;
  }

  void play(int of) {
    int at = placeOf(of);
    if (at != place) {
      highest = -1;
      lastEnded = -1;
    }
    place = at;
    program = of;
  }

  boolean mayBegin(TokenType type, int index) {
    boolean isDrum = type == TokenType.PITCH_DRUM || type == TokenType.DRUM_ON;
    return isDrum == (program == FileNotes.DRUMS) && midi(type, index) >= highest;
  }

  private static int midi(TokenType type, int index) {
    return switch (type) {
      case PITCH_DRUM, DRUM_ON, DRUM_OFF -> TokenType.LOWEST_DRUM + index;
      default -> TokenType.LOWEST_PITCH + index;
    };
  }

  void begin(TokenType type, int index) {
    pitch = midi(type, index);
    highest = pitch;
    if (place == programs.size()) {
      programs.add(program);
    }
    if (!hasDurations) {
      open.computeIfAbsent(key(pitch), key -> new ArrayDeque<>()).add(new double[] {now, notes});
    }
    notes++;
  }

  private int key(int of) {
    return program << 8 | of;
  }

  /** Whether the note that began may be so long. */
  boolean mayLast(double length) {
    return now + length >= ends.getOrDefault(key(pitch), 0.0);
  }

  void last(double length) {
    ends.put(key(pitch), now + length);
  }

  boolean mayEnd(TokenType type, int index) {
    Deque<double[]> of = open.get(key(midi(type, index)));
    boolean isDrum = type == TokenType.DRUM_OFF;
    return isDrum == (program == FileNotes.DRUMS)
        && of != null
        && of.peek()[0] < now
        && of.peek()[1] > lastEnded
        && highest < 0;
  }

  void end(TokenType type, int index) {
    Deque<double[]> of = open.get(key(midi(type, index)));
    lastEnded = (int) of.remove()[1];
    if (of.isEmpty()) {
      open.remove(key(midi(type, index)));
    }
  }

  /** A program and an off for each open note, in the order of the programs and of their ons. */
  IntStream closing(Vocabulary vocabulary) {
    List<double[]> sounding = new ArrayList<>();
    open.forEach(
        (key, of) ->
            of.forEach(
                note ->
                    sounding.add(
                        new double[] {programs.indexOf(key >> 8), note[1], key >> 8, key & 255})));
    sounding.sort(
        Comparator.<double[]>comparingDouble(note -> note[0]).thenComparingDouble(note -> note[1]));
    return sounding.stream()
        .flatMapToInt(
            note -> {
              boolean isDrum = (int) note[2] == FileNotes.DRUMS;
              int off =
                  isDrum
                      ? vocabulary.first(TokenType.DRUM_OFF) - TokenType.LOWEST_DRUM
                      : vocabulary.first(TokenType.NOTE_OFF) - TokenType.LOWEST_PITCH;
              return IntStream.of(
                  vocabulary.first(TokenType.PROGRAM) + (int) note[2], off + (int) note[3]);
            });
  }
}
