/**
 * The drums of a MIDI file on a grid of sixteenths, cut to slices of bars as the published MusicVAE
 * data pipeline cuts them, and a Markov model of such slices.
 */
package io.partita.drum;
