/**
 * Variational autoencoders of audio: training, evaluating, generating, and what they make of files
 * and of data sets.
 */
package io.partita.kind.cvae;
