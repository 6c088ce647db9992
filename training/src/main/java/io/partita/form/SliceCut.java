package io.partita.form;

import io.partita.drum.DrumMap;

/**
 * Which slices a model is of.
 *
 * @param bars that each has, of the form's {@link Form#bars}
 * @param map of drum slices; General MIDI's for the others
 */
public record SliceCut<E>(Form<E> form, int bars, DrumMap map) {}
