/**
 * Token models on Spark and on the command line: the documents of a data set and their lanes,
 * {@code train-lm}, baselines, evaluation, prompts and generated files.
 */
package io.partita.kind.token;
