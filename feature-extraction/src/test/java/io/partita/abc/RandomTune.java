package io.partita.abc;

import io.partita.notation.NoteTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A tune of random notes, chords, rests, triplets and ties in whole bars, as text and as the notes
 * that it has. Each note is written with its own accidental, so that no key or bar matters.
 */
final class RandomTune {
  private static final List<String> NAMES =
      List.of("=C", "^C", "=D", "_E", "=E", "=F", "^F", "=G", "_A", "=A", "_B", "=B");

  /** Numerator and denominator of metres. */
  private static final int[][] METRES = {{4, 4}, {3, 4}, {6, 8}, {9, 8}, {2, 2}, {5, 8}};

  /** Of unit notes, sixteenths. */
  private static final double A_QUARTER = 4;

  private final SplittableRandom random;
  private final StringBuilder text = new StringBuilder();

  /** As {@code NoteTexts} writes them. */
  private final List<String> notes = new ArrayList<>();

  private double at;

  /** What the last bar ties on, with its onset; null for nothing. */
  private Tied tied;

  private record Tied(int pitch, double onset) {}

  RandomTune(SplittableRandom random) {
    this.random = random;
    int[] metre = METRES[random.nextInt(METRES.length)];
    int bars = random.nextInt(1, 9);
    text.append("X:1\nM:%d/%d\nL:1/16\nK:%s\n".formatted(metre[0], metre[1], key()));
    for (int bar = 0; bar < bars; bar++) {
      bar(16 * metre[0] / metre[1], bar == bars - 1);
      text.append(bar % 4 == 3 ? "|\n" : " | ");
    }
    text.append('\n');
  }

  String text() {
    return text.toString();
  }

  List<String> notes() {
    return notes;
  }

  private String key() {
    List<String> keys = List.of("C", "D", "Eb", "F#m", "Ador", "GMix");
    return keys.get(random.nextInt(keys.size()));
  }

  private void bar(int units, boolean isLast) {
    int left = units;
    if (tied != null) {
      int length = random.nextInt(1, left + 1);
      text.append(name(tied.pitch)).append(length(length, 1));
      add(tied.pitch, tied.onset, at + length);
      tied = null;
      at += length;
      left -= length;
    }
    while (left > 0) {
      int length = random.nextInt(1, Math.min(left, 8) + 1);
      left -= length;
      text.append(random.nextInt(3) == 0 ? " " : "");
      switch (random.nextInt(6)) {
        case 0 -> text.append('z').append(length(length, 1));
        case 1 -> chord(length);
        case 2 -> triplet(length);
        default -> note(length, left == 0 && !isLast && random.nextBoolean());
      }
      at += length;
    }
  }

  private void note(int length, boolean isTied) {
    int pitch = random.nextInt(36, 97);
    text.append(name(pitch)).append(length(length, 1));
    if (isTied) {
      text.append('-');
      tied = new Tied(pitch, at);
    } else {
      add(pitch, at, at + length);
    }
  }

  private void chord(int length) {
    int[] pitches = random.ints(3, 36, 97).distinct().sorted().toArray();
    text.append('[');
    Arrays.stream(pitches).forEach(pitch -> text.append(name(pitch)));
    text.append(']').append(length(length, 1));
    Arrays.stream(pitches).forEach(pitch -> add(pitch, at, at + length));
  }

  /** Three notes of a half of the length in the time of two. */
  private void triplet(int length) {
    text.append("(3");
    for (int i = 0; i < 3; i++) {
      int pitch = random.nextInt(36, 97);
      text.append(name(pitch)).append(length(length, 2));
      add(pitch, at + i * length / 3.0, at + (i + 1) * length / 3.0);
    }
  }

  private void add(int pitch, double from, double to) {
    notes.add(NoteTexts.note(pitch, from / A_QUARTER, (to - from) / A_QUARTER));
  }

  private static String length(int numerator, int denominator) {
    return (numerator == 1 ? "" : numerator) + (denominator == 1 ? "" : "/" + denominator);
  }

  /** A pitch of 60 is {@code =C}. */
  private static String name(int pitch) {
    String name = NAMES.get(pitch % 12);
    int octave = pitch / 12 - 1;
    return octave >= 5
        ? name.toLowerCase(Locale.ROOT) + "'".repeat(octave - 5)
        : name + ",".repeat(4 - octave);
  }
}
