package io.partita.slices;

import io.partita.drum.DrumMap;
import java.io.Serializable;

/**
 * How files are cut.
 *
 * @param bars of a slice
 * @param map of drum slices, and {@link DrumMap#GM} of others
 */
record SliceCut(int bars, DrumMap map) implements Serializable {}
