package io.partita.ingest.midi;

import io.partita.split.LabelIndex;
import io.partita.split.SplitAssignment;

/**
 * The split of every content that was not rejected.
 *
 * @param assignment by content hash
 * @param labels what counts, by MD5: a catalog's word, else what was assigned
 */
record ContentSplits(SplitAssignment assignment, LabelIndex labels) {
  /**
   * Labels a content, unless it has a label.
   *
   * @param ofGroup split that others of its group have; null for what is assigned to it
   */
  void add(String md5, String contentHash, String ofGroup) {
    if (labels.get(md5) == null) {
      labels.put(md5, ofGroup == null ? assignment.split(contentHash).label() : ofGroup);
    }
  }

  /** The {@code split_group} column. */
  String group(String contentHash) {
    return assignment.group(contentHash);
  }

  /** The {@code split} column. */
  String split(String md5) {
    return labels.get(md5);
  }
}
