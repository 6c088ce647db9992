package io.partita.slices;

import io.partita.drum.DrumMap;
import java.io.Serializable;

/**
 * How files are cut.
 *
 * @param bars of a slice
 * @param map of drum slices, and {@link DrumMap#GM} of others
 * @param isPadded whether a silent bar completes stretches of drums that lack one; others' never
 */
record SliceCut(int bars, DrumMap map, boolean isPadded) implements Serializable {}
