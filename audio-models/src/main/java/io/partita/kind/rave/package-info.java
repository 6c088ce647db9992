/**
 * Autoencoders of a filter bank's bands that are trained here, the first stage of RAVE (Caillon and
 * Esling, "RAVE: A variational autoencoder for fast and high-quality neural audio synthesis",
 * 2021).
 */
package io.partita.kind.rave;
