/**
 * The commands {@code slice-drums}, {@code slice-performances}, {@code slice-melodies} and {@code
 * slice-trios}: MIDI contents of the lake to slices, those of one number of bars beside those of
 * others.
 */
package io.partita.slices;
