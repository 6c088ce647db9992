/**
 * The notes of a MIDI file on a grid of sixteenths, as the published MusicVAE data pipeline has
 * them, or on one that the notes suggest: what drum slices, melodies and trios are cut from.
 */
package io.partita.grid;
