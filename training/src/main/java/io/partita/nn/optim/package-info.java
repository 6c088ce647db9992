/**
 * What becomes of gradients: Adam, its learning rate over the iterations, clipping, weight decay
 * and gradients gathered over several batches.
 */
package io.partita.nn.optim;
