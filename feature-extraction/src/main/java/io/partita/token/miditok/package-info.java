/**
 * MIDI files as MidiTok 3.0.6 over symusic 0.6.0 reads, quantises and writes them as tokens, id for
 * id: what the schemes remi, tsd and midi-like share, in numbered steps.
 */
package io.partita.token.miditok;
