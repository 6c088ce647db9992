package io.partita.ingest.midi;

import io.partita.split.LabelIndex;
import io.partita.split.Split;
import io.partita.split.SplitAssignment;
import java.util.Map;

/**
 * The split of every content that was not rejected.
 *
 * @param assignment by content hash
 * @param labels what counts, by MD5: a catalog's word, else what was assigned
 * @param held by group, the split that it has from contents that keep theirs
 */
record ContentSplits(SplitAssignment assignment, LabelIndex labels, Map<String, Split> held) {
  /**
   * Lets the group of a content follow it, if it keeps its split; where contents of a group differ,
   * test comes before validation before train, as in {@link io.partita.split.DrawnSplits}.
   */
  void hold(Finding content, LabelIndex frozen) {
    String split = content.contentHash() == null ? null : frozen.get(content.md5());
    if (split != null && Split.isKnown(split)) {
      held.merge(
          group(content.contentHash()),
          Split.labelled(Split.labelOf(split)),
          (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
  }

  /** Labels a content with what was assigned to it, unless it has a label. */
  void add(String md5, String contentHash) {
    if (labels.get(md5) == null) {
      Split split = held.getOrDefault(group(contentHash), assignment.split(contentHash));
      labels.put(md5, split.label());
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
