package io.partita.split;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the split of each group of files from the group's name and a seed: its place in [0, 1) is
 * given by the first 53 bits of the SHA-256 of both, and small data sets fill every split, as
 * {@link SplitGroups} says. Groups that hold files with a split of their own are not drawn: they
 * follow these, and where those differ, test before validation before train, as what was held out
 * once is never trained on.
 */
public final class DrawnSplits {
  private final SplitRatios ratios;
  private final long seed;
  private final SplitGroups drawn = new SplitGroups();
  private final Map<String, Split> held = new HashMap<>();

  /**
   * The split of every group that was added.
   *
   * @param seed that they were drawn with
   * @param drawn by seed and name
   * @param held those of groups that were not drawn, by name
   */
  public record Assignment(long seed, SplitAssignment drawn, Map<String, Split> held)
      implements Serializable {
    /**
     * The split of a group, its label.
     *
     * @throws IllegalArgumentException if it was not added
     */
    public String split(String group) {
      Split own = held.get(group);
      return (own == null ? drawn.split(name(seed, group)) : own).label();
    }
  }

  /**
   * @param seed of the draw: another one draws another
   */
  public DrawnSplits(SplitRatios ratios, long seed) {
    this.ratios = ratios;
    this.seed = seed;
  }

  /** Says that a group has a file with a split of its own; all of them before the first draw. */
  public void hold(String group, String split) {
    held.merge(
        group, Split.labelled(split), (one, other) -> one.compareTo(other) >= 0 ? one : other);
  }

  /** Adds a group; the order makes no difference, nor does adding one twice. */
  public void draw(String group) {
    if (!held.containsKey(group)) {
      drawn.add(name(seed, group), List.of());
    }
  }

  /** Cuts the groups into splits. */
  public Assignment assign() {
    return new Assignment(seed, drawn.assign(ratios), Map.copyOf(held));
  }

  private static String name(long seed, String group) {
    return seed + "\n" + group;
  }
}
