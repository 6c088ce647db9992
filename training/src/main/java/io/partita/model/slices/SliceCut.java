package io.partita.model.slices;

import io.partita.drum.DrumMap;

/**
 * Which slices a model is of.
 *
 * @param bars that each has, of the form's {@link SliceSource#bars}
 * @param map of drum slices; General MIDI's for the others
 */
public record SliceCut(SliceSource form, int bars, DrumMap map) {}
