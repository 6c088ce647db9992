/**
 * MIDI to samples by the JDK's own synthesizer, without an audio device, and the SoundFonts it may
 * play, checked first: .sf2 and .dls files.
 */
package io.partita.synth;
