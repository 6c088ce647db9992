/**
 * MIDI to samples by the JDK's own synthesizer, without an audio device, and the SoundFonts it may
 * play, checked first: .sf2, .sf3 and .dls files; and clips of music for pages.
 */
package io.partita.synth;
