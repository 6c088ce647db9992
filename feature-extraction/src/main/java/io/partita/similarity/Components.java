package io.partita.similarity;

/**
 * Which of the numbers 0 to n − 1 belong together (union-find): each component is named after its
 * smallest number, whatever order they are joined in. Halving the paths keeps the trees flat.
 */
public final class Components {
  private final int[] parent;

  /** Of so many numbers, each on its own. */
  public Components(int size) {
    parent = new int[size];
    for (int i = 0; i < size; i++) {
      parent[i] = i;
    }
  }

  /** The smallest number of a number's component. */
  public int root(int number) {
    int at = number;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Makes one component of two. */
  public void join(int one, int other) {
    int root = root(one);
    int otherRoot = root(other);
    parent[Math.max(root, otherRoot)] = Math.min(root, otherRoot);
  }

  /** How many numbers each component has, at its smallest one; elsewhere 0. */
  public int[] sizes() {
    int[] sizes = new int[parent.length];
    for (int i = 0; i < parent.length; i++) {
      sizes[root(i)]++;
    }
    return sizes;
  }
}
