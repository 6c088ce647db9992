/** MIDI to the lake: {@code ingest-lmd} and {@code ingest-midi}. */
package io.partita.ingest.midi;
