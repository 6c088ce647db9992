package io.partita.notation;

/**
 * A note as written, in a measure.
 *
 * @param staff from 0
 * @param voice its name, empty where it has none
 * @param at onset in units from the start of the measure
 * @param length in units
 * @param pitch sounding, 0 to 127
 * @param channel 0 to 15
 * @param program 0 to 127
 * @param velocity 1 to 127; 0 where the dynamics decide
 * @param endsTie whether it goes on from a note before it
 * @param startsTie whether it goes on in a note after it
 */
public record NoteEvent(
    int staff,
    String voice,
    long at,
    long length,
    int pitch,
    int channel,
    int program,
    int velocity,
    boolean endsTie,
    boolean startsTie) {
  /** The same note in a measure that begins so many units later. */
  public NoteEvent earlier(long units) {
    return new NoteEvent(
        staff, voice, at - units, length, pitch, channel, program, velocity, endsTie, startsTie);
  }

  /** The same note with another place, length and ties. */
  public NoteEvent with(long newAt, long newLength, boolean endsATie, boolean startsATie) {
    return new NoteEvent(
        staff, voice, newAt, newLength, pitch, channel, program, velocity, endsATie, startsATie);
  }
}
