/**
 * Convolutional variational autoencoders of audio (Kingma and Welling, 2014): windows of log-mel or
 * of samples, networks by family, likelihoods, evaluation, and what they make of files and data
 * sets.
 */
package io.partita.kind.cvae;
