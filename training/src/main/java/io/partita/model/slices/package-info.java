/** Slices of a lake as what models learn from: their forms, examples, changes and baselines. */
package io.partita.model.slices;
