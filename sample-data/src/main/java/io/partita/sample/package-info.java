/**
 * Sample data in the layouts of the Lakh MIDI Dataset, the Million Song Dataset and the Free Music
 * Archive, with damaged files among the good ones. Everything follows from a seed. Here is the only
 * HDF5 writer.
 */
package io.partita.sample;
