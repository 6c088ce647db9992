/**
 * What says more about the files of an archive: {@link io.partita.catalog.LakhPath} reads it from
 * their paths, {@link io.partita.catalog.CsvCatalog} and {@link io.partita.catalog.CatalogIndex}
 * from a CSV table, {@link io.partita.catalog.MatchScores} from Lakh's own list; and CSV itself,
 * read with one row in memory.
 */
package io.partita.catalog;
