/**
 * Melodies, and trios of a melody, a bass and drums, cut from MIDI files to slices of bars as the
 * published MusicVAE data pipeline cuts them, and slices as music again.
 */
package io.partita.melody;
