/**
 * Note models on Spark and on the command line: the note lines of a data set, {@code train-lstm},
 * baselines of n-grams, evaluation, prompts and generated files.
 */
package io.partita.kind.note;
