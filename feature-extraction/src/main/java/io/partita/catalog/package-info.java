/**
 * Music catalogues: the Million Song Dataset's HDF5 files, as records. {@link
 * io.partita.catalog.MsdSummaryReader} reads a file of many songs, {@link
 * io.partita.catalog.MsdTrackReader} the file of one, and {@link io.partita.catalog.MsdWriter}
 * writes both for generated data sets.
 */
package io.partita.catalog;
