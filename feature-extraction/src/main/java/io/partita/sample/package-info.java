/**
 * Sample data: a generator of songs and the data sets that are made of them, in the layouts of the
 * Lakh MIDI Dataset, the Million Song Dataset and the Free Music Archive. Everything follows from a
 * seed.
 */
package io.partita.sample;
