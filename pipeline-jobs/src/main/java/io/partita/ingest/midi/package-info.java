/**
 * Music to the lake: {@code ingest lmd}, {@code ingest midi}, and one ingest for each format of
 * written music.
 */
package io.partita.ingest.midi;
