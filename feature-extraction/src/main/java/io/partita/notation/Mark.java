package io.partita.notation;

/**
 * What a measure says beside its notes.
 *
 * @param at in units from the start of the measure
 * @param staff from 0
 * @param kind of mark
 * @param value a tempo in microseconds a quarter, a velocity, a pedal's position, a key's sharps or
 *     a metre's numerator
 * @param more 1 for a minor key; a metre's denominator
 * @param text of a lyric or a marker
 */
public record Mark(long at, int staff, Kind kind, int value, int more, String text) {
  public enum Kind {
    TEMPO,
    VELOCITY,
    PEDAL,
    KEY,
    METRE,
    LYRIC,
    MARKER
  }

  /** A mark of all staves that is one number. */
  public static Mark of(long at, Kind kind, int value) {
    return new Mark(at, 0, kind, value, 0, "");
  }

  /** The same mark, units later. */
  public Mark moved(long units) {
    return new Mark(at + units, staff, kind, value, more, text);
  }
}
