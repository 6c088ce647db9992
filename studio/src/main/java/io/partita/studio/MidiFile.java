package io.partita.studio;

/**
 * A MIDI file of the lake.
 *
 * @param name by which pages save it
 * @param base64 its bytes
 */
record MidiFile(String name, String base64) {
  /** The same under a name that another file does not have, unless that is the very same. */
  MidiFile beside(MidiFile other) {
    return !name.equals(other.name) || equals(other)
        ? this
        : new MidiFile(name.replaceFirst("\\.mid$", " 2.mid"), base64);
  }
}
