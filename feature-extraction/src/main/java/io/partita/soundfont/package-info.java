/** SoundFonts, checked before a synthesizer plays them: .sf2 and .dls files. */
package io.partita.soundfont;
