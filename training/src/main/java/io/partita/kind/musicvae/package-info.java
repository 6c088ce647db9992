/**
 * MusicVAE (Roberts et al., 2018) for drums, melodies and trios: networks, slices from a lake,
 * evaluation, and what the commands of all kinds do with such a model.
 */
package io.partita.kind.musicvae;
