/**
 * Which MIDI contents of a lake hold the same music, found by a join of their sampled shingles and
 * verified pair by pair; and which hold pieces of a given file.
 */
package io.partita.lake.duplicates;
