/**
 * Pictures as PNG: piano and drum rolls, spectrograms, waveforms, curves of a training, and the
 * axes they are drawn on. They know nothing of where their values come from, need no display, and
 * are the same bytes for the same values on one machine.
 */
package io.partita.picture;
