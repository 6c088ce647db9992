/**
 * The command {@code slice-drums}: MIDI contents of the lake to drum slices, those of one number of
 * bars beside those of others.
 */
package io.partita.drums;
