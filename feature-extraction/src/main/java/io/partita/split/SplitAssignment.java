package io.partita.split;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The group and the split of every content that was added to {@link SplitGroups}: immutable and
 * serializable, about 30 bytes a content.
 */
public final class SplitAssignment implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Fewer groups cannot fill three splits. */
  private static final int MIN_GROUPS_TO_FILL = Split.values().length;

  private static final double UNIT = 0x1.0p-53;

  private final HashIndex contents;
  private final int[] groupOfContent;

  /** The names of the first groups; the others are named after their one content. */
  private final List<String> songGroups;

  private final Split[] splitOfGroup;

  private SplitAssignment(
      HashIndex contents, int[] groupOfContent, List<String> songGroups, Split[] splitOfGroup) {
    this.contents = contents;
    this.groupOfContent = groupOfContent;
    this.songGroups = List.copyOf(songGroups);
    this.splitOfGroup = splitOfGroup;
  }

  /**
   * Numbers the groups, those with songs first, and cuts them.
   *
   * @param rootOfContent for each content the number of its group's smallest song, or NO_SONG
   */
  static SplitAssignment of(
      HashIndex contents, int[] rootOfContent, List<String> songKeys, SplitRatios ratios) {
    int[] groupOfContent = new int[rootOfContent.length];
    int[] groupOfRoot = new int[songKeys.size()];
    Arrays.fill(groupOfRoot, SplitGroups.NO_SONG);
    List<String> songGroups = new ArrayList<>();
    int groups = 0;
    for (int root : rootOfContent) {
      if (root != SplitGroups.NO_SONG && groupOfRoot[root] == SplitGroups.NO_SONG) {
        groupOfRoot[root] = groups++;
        songGroups.add(songKeys.get(root));
      }
    }
    long[] keys = new long[rootOfContent.length];
    for (int group = 0; group < groups; group++) {
      keys[group] = HashIndex.key(songGroups.get(group));
    }
    for (int content = 0; content < rootOfContent.length; content++) {
      int root = rootOfContent[content];
      if (root == SplitGroups.NO_SONG) {
        keys[groups] = contents.keyAt(content);
        groupOfContent[content] = groups++;
      } else {
        groupOfContent[content] = groupOfRoot[root];
      }
    }
    Split[] splits = cut(Arrays.copyOf(keys, groups), ratios);
    return new SplitAssignment(contents.copy(), groupOfContent, songGroups, splits);
  }

  private static Split[] cut(long[] keys, SplitRatios ratios) {
    Split[] splits = new Split[keys.length];
    Map<Split, Integer> sizes = new EnumMap<>(Split.class);
    for (int group = 0; group < keys.length; group++) {
      splits[group] = ratios.at(position(keys[group]));
      sizes.merge(splits[group], 1, Integer::sum);
    }
    if (keys.length >= MIN_GROUPS_TO_FILL) {
      for (Split split : List.of(Split.VALIDATION, Split.TEST, Split.TRAIN)) {
        if (!sizes.containsKey(split) && !ratios.isEmpty(split)) {
          int moved = nearest(keys, splits, sizes, split, ratios);
          sizes.merge(splits[moved], -1, Integer::sum);
          splits[moved] = split;
          sizes.put(split, 1);
        }
      }
    }
    return splits;
  }

  private static int nearest(
      long[] keys, Split[] splits, Map<Split, Integer> sizes, Split split, SplitRatios ratios) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int group = 0; group < keys.length; group++) {
      if (sizes.get(splits[group]) > 1) {
        double distance = ratios.distance(position(keys[group]), split);
        boolean isFirstOfEqual =
            distance == least && Long.compareUnsigned(keys[group], keys[nearest]) < 0;
        if (distance < least || isFirstOfEqual) {
          nearest = group;
          least = distance;
        }
      }
    }
    return nearest;
  }

  /** The first 53 bits of the hash as a fraction. */
  private static double position(long key) {
    return (key >>> 11) * UNIT;
  }

  /**
   * The name of the content's group: the {@code split_group} column.
   *
   * @throws IllegalArgumentException if the content was not added
   */
  public String group(String contentHash) {
    int group = groupOfContent[number(contentHash)];
    return group < songGroups.size() ? songGroups.get(group) : contentHash;
  }

  /**
   * The split of the content's group.
   *
   * @throws IllegalArgumentException if the content was not added
   */
  public Split split(String contentHash) {
    return splitOfGroup[groupOfContent[number(contentHash)]];
  }

  /** How many groups there are. */
  public int groups() {
    return splitOfGroup.length;
  }

  /** How many groups are in a split. */
  public int groups(Split split) {
    return (int) Arrays.stream(splitOfGroup).filter(other -> other == split).count();
  }

  private int number(String contentHash) {
    int number = contents.find(contentHash);
    if (number < 0) {
      throw new IllegalArgumentException("Content " + contentHash + " was not added to the groups");
    }
    return number;
  }
}
