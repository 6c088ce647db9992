/**
 * Music catalogues: the Million Song Dataset's HDF5 files, as records. {@link
 * io.partita.msd.MsdSummaryReader} reads a file of many songs, {@link
 * io.partita.msd.MsdTrackReader} the file of one, and {@link io.partita.sample.MsdWriter}
 * writes both for generated data sets.
 *
 * <p>What says more about the files of an archive stands beside them: {@link
 * io.partita.catalog.LakhPath} reads it from their paths, {@link io.partita.catalog.CsvCatalog} and
 * {@link io.partita.catalog.CatalogIndex} from a CSV table. {@link io.partita.split.SplitGroups}
 * cuts a data set so that no song and no content is in two splits.
 */
package io.partita.catalog;

import io.partita.msd.MsdSummaryReader;
import io.partita.msd.MsdTrackReader;
import io.partita.sample.MsdWriter;
import io.partita.split.SplitGroups;

