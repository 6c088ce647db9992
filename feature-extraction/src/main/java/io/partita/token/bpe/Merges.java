package io.partita.token.bpe;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Merges of two neighbouring ids into one new id, in the order in which they were learnt (Sennrich,
 * Haddow, Birch 2016). The first makes the id that follows the vocabulary's last.
 */
public final class Merges implements Serializable {
  private static final long serialVersionUID = 1;

  /** Two neighbours, each an id of the vocabulary or of a merge before. */
  public record Pair(int left, int right) implements Comparable<Pair>, Serializable {
    @Override
    public int compareTo(Pair other) {
      return left != other.left
          ? Integer.compare(left, other.left)
          : Integer.compare(right, other.right);
    }
  }

  private final int base;
  private final ArrayList<Pair> pairs;
  private final HashMap<Pair, Integer> ids = new HashMap<>();

  /** Of each merge, the ids of the vocabulary that it represents. */
  private final ArrayList<int[]> expansions = new ArrayList<>();

  /**
   * @param base size of the vocabulary
   * @throws IllegalArgumentException where a pair names an id that is not there yet, or comes twice
   */
  public Merges(int base, List<Pair> pairs) {
    this.base = base;
    this.pairs = new ArrayList<>(pairs);
    for (Pair pair : this.pairs) {
      int id = base + expansions.size();
      int[] left = expansion(pair.left());
      int[] right = expansion(pair.right());
      int[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      if (ids.put(pair, id) != null) {
        throw new IllegalArgumentException("the pair " + pair + " is merged twice");
      }
      expansions.add(both);
    }
  }

  private int[] expansion(int id) {
    if (id < 0 || id >= base + expansions.size()) {
      throw new IllegalArgumentException(
          "the id " + id + " is not in 0 to " + (base + expansions.size() - 1));
    }
    return id < base ? new int[] {id} : expansions.get(id - base);
  }

  public List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /** Size of the vocabulary without merges. */
  public int base() {
    return base;
  }

  /** How many ids there are with merges. */
  public int size() {
    return base + pairs.size();
  }

  /** A word with the merges that it takes, the earliest learnt first; the word stays as it is. */
  public int[] encode(int[] word) {
    int[] merged = word.clone();
    int size = merged.length;
    while (size > 1) {
      int earliest = Integer.MAX_VALUE;
      for (int i = 0; i + 1 < size; i++) {
        earliest =
            Math.min(
                earliest, ids.getOrDefault(new Pair(merged[i], merged[i + 1]), Integer.MAX_VALUE));
      }
      if (earliest == Integer.MAX_VALUE) {
        break;
      }
      size = merge(merged, size, pairs.get(earliest - base), earliest);
    }
    return Arrays.copyOf(merged, size);
  }

  /**
   * Puts an id in the place of each pair, from the left.
   *
   * @return how many ids are left
   */
  static int merge(int[] word, int size, Pair pair, int id) {
    int to = 0;
    for (int from = 0; from < size; from++) {
      boolean isPair =
          from + 1 < size && word[from] == pair.left() && word[from + 1] == pair.right();
      word[to++] = isPair ? id : word[from];
      from += isPair ? 1 : 0;
    }
    return to;
  }

  /**
   * The ids of the vocabulary that merged ones represent.
   *
   * @throws IllegalArgumentException if one is none
   */
  public int[] decode(int[] merged) {
    int length = 0;
    for (int id : merged) {
      length += expansion(id).length;
    }
    int[] decoded = new int[length];
    int at = 0;
    for (int id : merged) {
      int[] part = expansion(id);
      System.arraycopy(part, 0, decoded, at, part.length);
      at += part.length;
    }
    return decoded;
  }
}
