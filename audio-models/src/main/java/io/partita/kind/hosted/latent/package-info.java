/** Latent models trained elsewhere, as RAVE, over files and data sets. */
package io.partita.kind.hosted.latent;
