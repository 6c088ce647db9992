package io.partita.similarity;

import java.util.stream.IntStream;

/**
 * What pairs of files that match make of all files: groups that must stay in one split.
 *
 * <p>A group is a component of all pairs, of equal files and of groups that there were before. One
 * of more than {@link #MOST_FILES} files is taken apart: its pairs must cover .05 more, again and
 * again, until no part is larger. Equal files and earlier groups are never taken apart, so one of
 * these alone may be larger.
 *
 * @param group of each file: the smallest file of it
 * @param size of each file's group
 * @param whole of each file: the smallest file of the group that all pairs would make
 * @param cut of each file: pairs of a smaller coverage were not used in its group; 0 where all were
 */
@SuppressWarnings("ArrayRecordComponent") // they are never compared
public record DuplicateGroups(int[] group, int[] size, int[] whole, double[] cut) {
  /** The most files of a group that weak pairs hold together. */
  public static final int MOST_FILES = 200;

  private static final double STEP = .05;
  private static final int LEAST_STEP = 3; // a pair covers .10 at least
  private static final int MOST_STEP = 20;

  /**
   * The groups of files.
   *
   * @param equal of each file another one that it is equal to, or itself
   * @param earlier of each file another one of the group that it was in before, or itself
   * @param edges between any files
   */
  public static DuplicateGroups of(int[] equal, int[] earlier, DuplicateEdges edges) {
    int files = equal.length;
    double[] cut = new double[files];
    int[] group = new int[files];
    int[] size = new int[files];
    boolean[] isDone = new boolean[files];
    Components all = parts(equal, earlier, edges, isDone, 0);
    int[] whole = IntStream.range(0, files).map(all::root).toArray();
    int step = 0;
    int left = files;
    while (left > 0) {
      left = take(parts(equal, earlier, edges, isDone, step), group, size, isDone, cut, step);
      step = Math.max(LEAST_STEP, step + 1);
    }
    return new DuplicateGroups(group, size, whole, cut);
  }

  /** Components of what is not done, by pairs that cover so many steps or more. */
  private static Components parts(
      int[] equal, int[] earlier, DuplicateEdges edges, boolean[] isDone, int step) {
    Components parts = new Components(equal.length);
    for (int file = 0; file < equal.length; file++) {
      parts.join(file, equal[file]);
      parts.join(file, earlier[file]);
    }
    for (int pair = 0; pair < edges.size(); pair++) {
      boolean counts =
          !isDone[edges.a(pair)] && step <= MOST_STEP && edges.coverage(pair) >= STEP * step;
      if (counts) {
        parts.join(edges.a(pair), edges.b(pair));
      }
    }
    return parts;
  }

  /** Keeps the components that are small enough, or all after the last step; counts the others. */
  private static int take(
      Components components, int[] group, int[] size, boolean[] isDone, double[] cut, int step) {
    int[] sizes = components.sizes();
    int left = 0;
    for (int file = 0; file < group.length; file++) {
      int root = components.root(file);
      if (!isDone[file] && (sizes[root] <= MOST_FILES || step > MOST_STEP)) {
        group[file] = root;
        size[file] = sizes[root];
        cut[file] = Math.min(1, STEP * step);
        isDone[file] = true;
      } else if (!isDone[file]) {
        left++;
      }
    }
    return left;
  }
}
