package io.partita.split;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Splits that somebody published as lists of files, as the fault-filtered ones of GTZAN: {@code
 * blues/blues.00029.wav}. A file is found by the end of its path, whole names only, and whatever
 * its ending is: {@code genres_original/blues/blues.00029.au} is in that list, too.
 */
public final class PublishedSplits implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, String> splitOfName = new HashMap<>();
  private final TreeSet<Integer> depths = new TreeSet<>();

  /**
   * Adds a list of files, a name a line; empty lines and those that begin with {@code #} say
   * nothing.
   *
   * @param split that they are all in; null where each line ends with a comma and its own
   * @throws IllegalArgumentException saying, without a stop, what is wrong with a line
   */
  public void add(String lines, String split) {
    for (String line : lines.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int comma = line.lastIndexOf(',');
        if (split == null && comma < 0) {
          throw new IllegalArgumentException(
              "the line '" + line + "' names no split: write a path, a comma and a split");
        }
        put(
            split == null ? line.substring(0, comma).strip() : line,
            word(split == null ? line.substring(comma + 1).strip() : split));
      }
    }
  }

  private static String word(String split) {
    if (!Split.isKnown(split)) {
      throw new IllegalArgumentException(
          "'" + split + "' is no split: write train, validation or test");
    }
    return Split.labelOf(split);
  }

  private void put(String path, String split) {
    String name = withoutEnding(path);
    String before = splitOfName.put(name, split);
    if (before != null && !before.equals(split)) {
      throw new IllegalArgumentException(path + " is in two splits, " + before + " and " + split);
    }
    depths.add(depth(name));
  }

  /**
   * Which of the names that were added a file has; the longest, where there are several.
   *
   * @param path of a file
   * @return null where it has none
   */
  private String nameOf(String path) {
    String name = withoutEnding(path);
    int depth = depth(name);
    for (int most : depths.descendingSet()) {
      if (most <= depth) {
        String end = lastParts(name, most);
        if (splitOfName.containsKey(end)) {
          return end;
        }
      }
    }
    return null;
  }

  /** The split of a file by its path; null where no list names it. */
  public String splitOf(String path) {
    String name = nameOf(path);
    return name == null ? null : splitOfName.get(name);
  }

  /** How many of the names that were added none of these files has. */
  public long countMissing(Iterable<String> paths) {
    Set<String> found = new HashSet<>();
    for (String path : paths) {
      String name = nameOf(path);
      if (name != null) {
        found.add(name);
      }
    }
    return (long) splitOfName.size() - found.size();
  }

  private static String withoutEnding(String path) {
    int slash = path.lastIndexOf('/');
    int dot = path.lastIndexOf('.');
    return dot > slash + 1 ? path.substring(0, dot) : path;
  }

  private static int depth(String name) {
    return (int) name.chars().filter(c -> c == '/').count() + 1;
  }

  private static String lastParts(String name, int parts) {
    int from = name.length();
    for (int part = 0; part < parts; part++) {
      from = name.lastIndexOf('/', from - 1);
    }
    return name.substring(from + 1);
  }
}
