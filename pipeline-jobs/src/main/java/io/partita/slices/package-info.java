/**
 * The command that cuts MIDI contents of the lake into slices of a form, those of one number of
 * bars beside those of others.
 */
package io.partita.slices;
