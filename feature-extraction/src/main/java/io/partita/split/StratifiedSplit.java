package io.partita.split;

import io.partita.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cuts labelled recordings so that every label is in every split in the same proportion. A
 * recording may lie there as several files; they share a split.
 *
 * <p>Each label's groups are ordered by the SHA-256 of seed and name, so that the order is as good
 * as drawn and does not depend on how files were read. The last ones are test, those before them
 * validation, as many as the shares round to (a half up); the first one is always train. A group
 * whose files have several labels counts for the first of them in alphabetical order.
 */
public final class StratifiedSplit {
  private final SplitRatios ratios;
  private final long seed;
  private final SplitGroups groups = new SplitGroups();
  private final List<Recording> recordings = new ArrayList<>();

  /** One file: its label, which may be empty, and the hash of its bytes. */
  private record Recording(String label, String contentHash) {}

  /**
   * @param seed of the cut: another one draws another
   */
  public StratifiedSplit(SplitRatios ratios, long seed) {
    this.ratios = ratios;
    this.seed = seed;
  }

  /**
   * Adds a file; the order makes no difference.
   *
   * @param label that it is to be told apart by; empty for none
   * @param contentHash of its bytes: equal ones are one recording
   * @param name files of one name are one recording too, in other formats
   */
  public void add(String label, String contentHash, String name) {
    groups.add(contentHash, List.of(name));
    recordings.add(new Recording(label, contentHash));
  }

  /** The split of each content that was added, by its hash. */
  public Map<String, Split> assign() {
    SplitAssignment assignment = groups.assign(ratios);
    Map<String, String> labelOfGroup = new HashMap<>();
    for (Recording recording : recordings) {
      labelOfGroup.merge(
          assignment.group(recording.contentHash()),
          recording.label(),
          (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }
    Map<String, TreeSet<String>> groupsOfLabel = new TreeMap<>();
    labelOfGroup.forEach(
        (group, label) ->
            groupsOfLabel.computeIfAbsent(label, any -> new TreeSet<>()).add(drawn(group)));
    Map<String, Split> splitOfDrawn = new HashMap<>();
    groupsOfLabel.values().forEach(drawn -> cut(List.copyOf(drawn), splitOfDrawn));
    Map<String, Split> splits = new HashMap<>();
    for (Recording recording : recordings) {
      String drawn = drawn(assignment.group(recording.contentHash()));
      splits.put(recording.contentHash(), splitOfDrawn.get(drawn));
    }
    return splits;
  }

  private void cut(List<String> drawn, Map<String, Split> splits) {
    int size = drawn.size();
    int test = Math.min(size - 1, share(size, 1 - ratios.validationEnd()));
    int validation =
        Math.min(size - 1 - test, share(size, ratios.validationEnd() - ratios.trainEnd()));
    for (int i = 0; i < size; i++) {
      Split split = i < size - test ? Split.VALIDATION : Split.TEST;
      splits.put(drawn.get(i), i < size - test - validation ? Split.TRAIN : split);
    }
  }

  /** A half counts up, also one that binary fractions put just below. */
  private static int share(int size, double share) {
    return (int) Math.floor(size * share + 0.5 + 1e-9);
  }

  private String drawn(String group) {
    return Sha256.of((seed + "\n" + group).getBytes(StandardCharsets.UTF_8));
  }
}
