/**
 * When two files hold the same music: {@link io.partita.similarity.MusicFeatures} are the shingles
 * of a file's lines, {@link io.partita.similarity.PairMatch} says how two files agree, where, and
 * transposed by what, and {@link io.partita.similarity.DuplicateGroups} what that makes of many.
 */
package io.partita.similarity;
