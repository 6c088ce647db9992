/**
 * MusicVAE (Roberts, Engel, Raffel, Hawthorne and Eck, 2018): what a slice is, its graph, how
 * slices become arrays, its loss, its score, encoding and decoding. Knows nothing of Spark.
 */
package io.partita.model.musicvae;
