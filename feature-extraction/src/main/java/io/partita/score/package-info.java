/**
 * A MIDI file as music: notes in ticks and seconds, tempi, metres, keys, pedals and texts, and what
 * was repaired when it was read. Values only; bytes are the business of {@code io.partita.midi}.
 */
package io.partita.score;
