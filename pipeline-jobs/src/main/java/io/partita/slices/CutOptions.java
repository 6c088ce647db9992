package io.partita.slices;

import io.partita.drum.DrumMap;
import java.io.Serializable;

/**
 * How files are cut.
 *
 * @param bars of a slice
 * @param map of drums, and {@link DrumMap#GM} of others
 * @param isPadded of loops: whether a silent bar completes stretches that lack one
 * @param uniqueHits of performances: whether those whose hits a piece had before are left out
 */
record CutOptions(int bars, DrumMap map, boolean isPadded, boolean uniqueHits)
    implements Serializable {
  CutOptions(int bars, DrumMap map) {
    this(bars, map, false, false);
  }
}
