package io.partita.sample.compose;

import java.util.Map;

/**
 * A chord relative to the key, as the Nashville numbers of a lead sheet write it: {@code 1}, {@code
 * 6m}, {@code b7}, {@code 2m7}, {@code 5sus4}.
 *
 * @param root semitones from the tonic up to the chord's root, 0–11
 * @param quality tones that are on the root
 */
record Chord(int root, Quality quality) {
  private static final int[] MAJOR_SCALE = {0, 2, 4, 5, 7, 9, 11};
  private static final Map<String, Quality> BY_SUFFIX =
      Map.ofEntries(
          Map.entry("", Quality.MAJOR),
          Map.entry("m", Quality.MINOR),
          Map.entry("7", Quality.DOMINANT),
          Map.entry("maj7", Quality.MAJOR_SEVENTH),
          Map.entry("m7", Quality.MINOR_SEVENTH),
          Map.entry("m9", Quality.MINOR_NINTH),
          Map.entry("9", Quality.DOMINANT_NINTH),
          Map.entry("6", Quality.SIXTH),
          Map.entry("m6", Quality.MINOR_SIXTH),
          Map.entry("m7b5", Quality.HALF_DIMINISHED),
          Map.entry("dim", Quality.DIMINISHED),
          Map.entry("sus4", Quality.SUSPENDED),
          Map.entry("p", Quality.POWER));

  /** The chord's tones in semitones above its root: root, third (or its stand-in), fifth, … */
  enum Quality {
    MAJOR(0, 4, 7),
    MINOR(0, 3, 7),
    DOMINANT(0, 4, 7, 10),
    MAJOR_SEVENTH(0, 4, 7, 11),
    MINOR_SEVENTH(0, 3, 7, 10),
    MINOR_NINTH(0, 3, 7, 10, 14),
    DOMINANT_NINTH(0, 4, 7, 10, 14),
    SIXTH(0, 4, 7, 9),
    MINOR_SIXTH(0, 3, 7, 9),
    HALF_DIMINISHED(0, 3, 6, 10),
    DIMINISHED(0, 3, 6, 9),
    SUSPENDED(0, 5, 7),
    POWER(0, 7);

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final int[] tones;

    Quality(int... tones) {
      this.tones = tones;
    }
  }

  /** Reads one chord symbol: an optional {@code b} or {@code #}, a degree 1–7, a quality. */
  static Chord parse(String symbol) {
    int accidental = symbol.startsWith("b") ? -1 : symbol.startsWith("#") ? 1 : 0;
    int at = accidental == 0 ? 0 : 1;
    int degree = symbol.charAt(at) - '1';
    Quality quality = BY_SUFFIX.get(symbol.substring(at + 1));
    if (degree < 0 || degree > 6 || quality == null) {
      throw new IllegalArgumentException(
          "Not a chord symbol: %s; write a degree 1–7 and one of %s"
              .formatted(symbol, BY_SUFFIX.keySet()));
    }
    return new Chord(Math.floorMod(MAJOR_SCALE[degree] + accidental, 12), quality);
  }

  /** How many tones it has, 2–5. */
  int size() {
    return quality.tones.length;
  }

  /** Semitones from the tonic to the chord's i-th tone. */
  int tone(int i) {
    return root + quality.tones[i];
  }

  /** Semitones from the root to the fifth, be it perfect or diminished. */
  int fifth() {
    return quality == Quality.POWER ? 7 : quality.tones[2];
  }

  /** Semitones from the root to the third; the fourth where that is suspended, 7 without either. */
  int third() {
    return quality.tones[1];
  }

  /** Whether a pitch class, in semitones from the tonic, belongs to the chord. */
  boolean holds(int pitchClass) {
    for (int tone : quality.tones) {
      if (Math.floorMod(root + tone - pitchClass, 12) == 0) {
        return true;
      }
    }
    return false;
  }
}
