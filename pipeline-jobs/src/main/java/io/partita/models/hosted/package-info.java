/**
 * Models trained elsewhere, run over files and data sets: {@code model-encode}, {@code
 * model-decode}, {@code perturb}, {@code random}, and {@code hosts}, which adds their engines.
 */
package io.partita.models.hosted;
