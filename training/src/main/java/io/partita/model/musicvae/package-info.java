/**
 * MusicVAE for drums (Roberts, Engel, Raffel, Hawthorne and Eck, 2018): its graph, how slices
 * become arrays, its loss, its score, encoding and decoding. Knows nothing of Spark.
 */
package io.partita.model.musicvae;
