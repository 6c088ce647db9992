package io.partita.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Puts files that must not be torn apart into one group: files of equal content, and files of the
 * same song, transitively. A group is named after its smallest song key, or after its content hash
 * where it has no song, so that adding unrelated files renames and moves no group.
 *
 * <p>A group without songs holds exactly one content, so only songs are joined (union-find), and a
 * content remembers one of its songs. A million files of distinct content take 25 MB, their songs
 * about 100 bytes each. Hashes and keys are distinguished by 64 bits of their SHA-256: two of a
 * million meet with a probability of 3·10⁻⁸, and then share a split, which leaks nothing.
 */
public final class SplitGroups {
  static final int NO_SONG = -1;

  private final HashIndex contents = new HashIndex();
  private final HashIndex songs = new HashIndex();
  private final List<String> songKeys = new ArrayList<>();
  private int[] songOfContent = new int[1 << 10];
  private int[] parent = new int[1 << 10];

  /**
   * Adds a file. The order of files makes no difference, nor does adding one twice.
   *
   * @param contentHash a hash of what the file says, equal for files that must stay together
   * @param songs the keys of the songs that it was matched to: Million Song song ids, or track ids
   *     where there is no metadata; may be empty
   */
  public void add(String contentHash, Collection<String> songs) {
    int known = contents.size();
    int content = contents.add(contentHash);
    if (content == known) {
      songOfContent = fit(songOfContent, content);
      songOfContent[content] = NO_SONG;
    }
    for (String song : songs) {
      int number = number(song);
      if (songOfContent[content] == NO_SONG) {
        songOfContent[content] = number;
      } else {
        join(songOfContent[content], number);
      }
    }
  }

  private int number(String song) {
    int number = songs.add(song);
    if (number == songKeys.size()) {
      songKeys.add(song);
      parent = fit(parent, number);
      parent[number] = number;
    }
    return number;
  }

  /** Every root is the smallest song of its tree; halving the paths keeps the trees flat. */
  private void join(int one, int other) {
    int root = root(one);
    int otherRoot = root(other);
    if (songKeys.get(root).compareTo(songKeys.get(otherRoot)) <= 0) {
      parent[otherRoot] = root;
    } else {
      parent[root] = otherRoot;
    }
  }

  private int root(int song) {
    int at = song;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /**
   * Cuts the groups into splits: a group's place in [0, 1) is given by the first 53 bits of the
   * SHA-256 of its name. Where a split with a share above zero would stay empty and there are three
   * groups or more, the nearest group of a split that keeps another one moves over: validation is
   * filled first, then test, then train.
   */
  public SplitAssignment assign(SplitRatios ratios) {
    int[] rootOfContent = Arrays.copyOf(songOfContent, contents.size());
    for (int content = 0; content < rootOfContent.length; content++) {
      if (rootOfContent[content] != NO_SONG) {
        rootOfContent[content] = root(rootOfContent[content]);
      }
    }
    return SplitAssignment.of(contents, rootOfContent, songKeys, ratios);
  }

  private static int[] fit(int[] numbers, int index) {
    return index < numbers.length ? numbers : Arrays.copyOf(numbers, 2 * numbers.length);
  }
}
