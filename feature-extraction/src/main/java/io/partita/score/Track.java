package io.partita.score;

/**
 * A MIDI track of a score.
 *
 * @param name its first track name event, or null
 * @param channelMask bit c is set where the track has a channel event on channel c
 * @param noteCount notes in it
 * @param endTick of its last event, end-of-track included
 */
public record Track(String name, int channelMask, int noteCount, long endTick) {}
