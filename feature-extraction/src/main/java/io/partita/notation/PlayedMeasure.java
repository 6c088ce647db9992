package io.partita.notation;

/**
 * A measure at a time that it is played; with repeats there are several of one measure.
 *
 * @param tick where it begins, or where the piece of it does that is played from a repeat on
 * @param measure its number in the file, from 0
 */
public record PlayedMeasure(long tick, int measure) {}
