/**
 * The Million Song Dataset to the lake: {@code ingest-msd}, and the songs of its summary that other
 * ingests look up.
 */
package io.partita.ingest.msd;
