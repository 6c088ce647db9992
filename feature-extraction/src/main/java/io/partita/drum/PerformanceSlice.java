package io.partita.drum;

/**
 * Some bars of drums as they were played.
 *
 * @param piece index of its piece in the file, from 0
 * @param qpm quarters per minute of the piece
 * @param startStep first step from the piece's start, the beginning of a bar
 */
public record PerformanceSlice(int piece, double qpm, long startStep, DrumPerformance played) {}
