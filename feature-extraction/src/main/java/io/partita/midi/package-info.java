/**
 * Bytes of a Standard MIDI File to a {@link io.partita.score.Score} and back: {@link
 * io.partita.midi.MidiReader} turns bytes into {@link io.partita.midi.MidiEvents} and those into a
 * score, {@link io.partita.midi.MidiWriter} goes the other way. Damaged files are read as far as
 * they make sense, and every repair is counted as a {@link io.partita.score.MidiWarning}.
 */
package io.partita.midi;
