/**
 * Convolutional variational autoencoders of audio (Kingma and Welling, 2014): windows of log-mel or
 * of samples, their networks by family, likelihoods, the bound apart in its two terms, encoding and
 * decoding. Knows nothing of Spark.
 */
package io.partita.model.cvae;
