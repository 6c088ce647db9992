package io.partita.ingest.midi;

import io.partita.split.LabelIndex;
import io.partita.split.SplitAssignment;
import java.io.Serializable;

/**
 * The split of every content, known before its first row is written.
 *
 * @param assignment by content hash
 * @param own what a catalog says of some contents instead, by MD5
 */
record ContentSplits(SplitAssignment assignment, LabelIndex own) implements Serializable {
  /** The {@code split_group} column. */
  String group(String contentHash) {
    return assignment.group(contentHash);
  }

  /** The {@code split} column. */
  String split(String md5, String contentHash) {
    String label = own.get(md5);
    return label == null ? assignment.split(contentHash).label() : label;
  }
}
