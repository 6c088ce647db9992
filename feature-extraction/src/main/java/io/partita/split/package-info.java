/**
 * Cuts a data set into train, validation and test so that no song and no content is in two of them
 * ({@link io.partita.split.SplitGroups}), or every label in all of them ({@link
 * io.partita.split.StratifiedSplit}).
 */
package io.partita.split;
