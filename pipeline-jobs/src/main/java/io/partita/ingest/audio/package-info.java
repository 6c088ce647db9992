/** Audio to the lake: {@code ingest-audio} and {@code ingest-fma}. */
package io.partita.ingest.audio;
