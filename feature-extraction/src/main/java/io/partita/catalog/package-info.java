/**
 * What says more about the files of an archive: {@link io.partita.catalog.LakhPath} reads it from
 * their paths, {@link io.partita.catalog.CsvCatalog} and {@link io.partita.catalog.CatalogIndex}
 * from a CSV table; and CSV itself, read with one row in memory.
 */
package io.partita.catalog;
