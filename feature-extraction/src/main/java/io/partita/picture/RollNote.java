package io.partita.picture;

/**
 * A note of a piano roll.
 *
 * @param startS onset in seconds, 0 or more
 * @param endS offset in seconds, not before {@code startS}
 * @param pitch 0 to 127, 60 = C4
 * @param isPrompt whether a model was given it, rather than made it
 */
public record RollNote(double startS, double endS, int pitch, boolean isPrompt) {}
