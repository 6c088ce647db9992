/**
 * Audio beside other audio: how near a reconstruction is to its original, what simple densities
 * make of the same values, and which recordings are the same one.
 *
 * <p>All sums are kept without rounding, so that those of parts can be added in any order and give
 * the same bits.
 */
package io.partita.audio.compare;
