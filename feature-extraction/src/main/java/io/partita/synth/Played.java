package io.partita.synth;

/**
 * How a piece uses an instrument.
 *
 * @param lowestKey 0 to 127
 * @param highestKey 0 to 127
 * @param bentCents largest rise of a note by bends and tunings
 * @param sampleRateHz of the sound that is made
 */
public record Played(int lowestKey, int highestKey, int bentCents, int sampleRateHz) {}
