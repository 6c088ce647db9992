/**
 * HDF5 files by chunk: {@link io.partita.hdf5.Hdf5File} checks what jHDF is about to read, and
 * {@link io.partita.hdf5.RowBlock} holds the rows of one chunk; a file never costs more memory than
 * that.
 */
package io.partita.hdf5;
