package io.partita.studio;

/**
 * A MIDI file of the lake.
 *
 * @param name by which pages save it
 * @param base64 its bytes
 */
record MidiFile(String name, String base64) {}
