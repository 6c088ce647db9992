package io.partita.token.miditok;

import java.util.Arrays;

/** A growing sequence of ids. */
final class Ids {
  private int size;
  private int[] ids;

  Ids(int expected) {
    this.ids = new int[expected];
  }

  void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size + size / 2 + 16);
    }
    ids[size++] = id;
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
