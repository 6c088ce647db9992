package io.partita.form;

import io.partita.MalformedInputException;
import io.partita.drum.DrumMap;

/**
 * Which slices a model is of.
 *
 * @param bars that each has, of the form's {@link Form#bars}
 * @param map of drum slices; General MIDI's for the others
 */
public record SliceCut<E>(Form<E> form, int bars, DrumMap map) {
  /** Cuts a MIDI file as its table is cut by default. */
  public CutFile<E> of(byte[] midi) throws MalformedInputException {
    return form.cut(midi, new Cutting(bars, map));
  }
}
