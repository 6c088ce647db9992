/** Slices of a lake: their examples and baselines, and frames of networks that learn them. */
package io.partita.model.slices;
