/**
 * Vectors of latent spaces, whatever model they are of: drawn, compared, and paths between them.
 */
package io.partita.nn.latent;
