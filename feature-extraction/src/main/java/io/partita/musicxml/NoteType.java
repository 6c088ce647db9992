package io.partita.musicxml;

import java.util.Map;

/** What the words for lengths mean. */
final class NoteType {
  private static final Map<String, Double> QUARTERS =
      Map.ofEntries(
          Map.entry("maxima", 32.0),
          Map.entry("long", 16.0),
          Map.entry("breve", 8.0),
          Map.entry("whole", 4.0),
          Map.entry("half", 2.0),
          Map.entry("quarter", 1.0),
          Map.entry("eighth", 0.5),
          Map.entry("16th", 0.25),
          Map.entry("32nd", 0.125),
          Map.entry("64th", 0.0625),
          Map.entry("128th", 0.03125),
          Map.entry("256th", 0.015625),
          Map.entry("512th", 0.0078125),
          Map.entry("1024th", 0.00390625));

  private NoteType() {}

  /** The length of a note type without dots in quarters; 0 of an unknown one. */
  static double quarters(String type) {
    return QUARTERS.getOrDefault(type, 0.0);
  }
}
