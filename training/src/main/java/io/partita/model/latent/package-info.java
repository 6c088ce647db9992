/**
 * What the commands of latent vectors share, which are reconstruct, interpolate, encode and
 * similar: what a kind of model does in each, and the options that all kinds have.
 */
package io.partita.model.latent;
