/** Music to the lake: {@code ingest lmd}, {@code ingest midi} and {@code ingest musicxml}. */
package io.partita.ingest.midi;
