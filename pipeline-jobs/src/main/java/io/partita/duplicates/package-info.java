/**
 * The command {@code find-duplicates}: which MIDI contents of the lake hold the same music, found
 * by a join of their sampled shingles and verified pair by pair.
 */
package io.partita.duplicates;
