package io.partita.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much a split made by others leaks.
 *
 * @param contents how many content hashes occur in more than one split
 * @param groups how many split groups do
 */
public record LeakCount(long contents, long groups) {
  /**
   * What {@link #of} looks at: one file's content hash, its {@link SplitGroups} group, its split.
   */
  public record SplitFile(String contentHash, String group, String split) {}

  /** Counts over all files; memory grows with the number of contents. */
  public static LeakCount of(Iterable<SplitFile> files) {
    Map<String, String> splitOfContent = new HashMap<>();
    Map<String, String> splitOfGroup = new HashMap<>();
    Set<String> leakingContents = new HashSet<>();
    Set<String> leakingGroups = new HashSet<>();
    for (SplitFile file : files) {
      see(file.contentHash(), file.split(), splitOfContent, leakingContents);
      see(file.group(), file.split(), splitOfGroup, leakingGroups);
    }
    return new LeakCount(leakingContents.size(), leakingGroups.size());
  }

  private static void see(
      String key, String split, Map<String, String> firstSplit, Set<String> leaking) {
    String first = firstSplit.putIfAbsent(key, split);
    if (first != null && !first.equals(split)) {
      leaking.add(key);
    }
  }
}
