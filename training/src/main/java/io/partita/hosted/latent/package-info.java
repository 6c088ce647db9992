/**
 * Models that turn sound into a few numbers a frame and back, as RAVE's exports do: their latents,
 * what is changed of them, and the file that they are kept in.
 */
package io.partita.hosted.latent;
