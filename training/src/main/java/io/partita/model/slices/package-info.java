/**
 * Slices of a lake: their forms, examples and baselines, and frames of networks that learn them.
 */
package io.partita.model.slices;
