/**
 * The Million Song Dataset (Bertin-Mahieux, Ellis, Whitman and Lamere, 2011): {@link
 * io.partita.msd.MsdSummaryReader} reads a file of many songs, {@link
 * io.partita.msd.MsdTrackReader} the file of one.
 */
package io.partita.msd;
