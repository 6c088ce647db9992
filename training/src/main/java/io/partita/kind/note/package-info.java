/**
 * The language model of notes: its network, its examples from a lake, n-gram baselines, evaluation,
 * prompts and generated files.
 */
package io.partita.kind.note;
