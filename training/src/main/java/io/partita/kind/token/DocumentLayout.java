package io.partita.kind.token;

import io.partita.SplitMix64;
import io.partita.kind.token.TokenLanes.Piece;
import io.partita.model.train.Permutation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Windows that begin with a document's beginning, as generation does, and go on from any id of it:
 * one of a longer document has ids of no other, and short ones fill a window behind each other as
 * far as they go. Each id but a document's first is what one window predicts, at least.
 *
 * @param seed of the epoch
 * @param steps predictions of a window
 * @param begin id before the first one of a document, which nothing predicts: it fills windows up
 * @param count windows that are trained on: beyond those that there are the first come again
 * @param windows that there are
 * @param first the first window of each document; below 0 where the epoch has none of it
 * @param at index of a document's first id in that window
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DocumentLayout(
    long seed, int steps, int begin, long count, long windows, long[] first, int[] at)
    implements Serializable {

  /**
   * @param order of the epoch's documents
   * @param lengths of all documents, with their first and last ids
   * @param count below 1 for as many as there are
   */
  static DocumentLayout of(
      int[] order, int[] lengths, int steps, int begin, long count, long seed) {
    long[] first = new long[lengths.length];
    Arrays.fill(first, -1);
    int[] at = new int[lengths.length];
    long windows = 0;
    long open = -1;
    int used = 0;
    for (int number : order) {
      int length = lengths[number];
      if (length > steps + 1) {
        first[number] = windows;
        windows += windows(length, steps);
      } else {
        if (open < 0 || used + length > steps + 1) {
          open = windows++;
          used = 0;
        }
        first[number] = open;
        at[number] = used;
        used += length;
      }
    }
    return new DocumentLayout(seed, steps, begin, count < 1 ? windows : count, windows, first, at);
  }

  /** Of a document that one cannot hold: the one of its beginning, and others for all of it. */
  private static int windows(int length, int steps) {
    return 1 + (length - 2) / steps + 1;
  }

  /** What windows take of a document, by their places in the epoch. */
  List<Piece> pieces(int number, int[] document) {
    if (first[number] < 0) {
      return List.of();
    }
    if (document.length <= steps + 1) {
      return List.of(new Piece(0, first[number], 1 + at[number], document));
    }
    SplittableRandom random = new SplittableRandom(SplitMix64.of(seed, number));
    int second = 1 + random.nextInt(steps);
    List<Piece> pieces = new ArrayList<>();
    for (int k = 0; k < windows(document.length, steps); k++) {
      int from = k == 0 ? 0 : Math.min(second + (k - 1) * steps, document.length - 1 - steps);
      pieces.add(
          new Piece(0, first[number] + k, 1, Arrays.copyOfRange(document, from, from + steps + 1)));
    }
    return pieces;
  }

  /** The places of a window in the epoch, 0 to {@link #count} - 1. */
  List<Long> places(long window) {
    Permutation order = new Permutation(count, seed);
    List<Long> places = new ArrayList<>();
    for (long again = window; again < count; again += windows) {
      places.add(order.placeOf(again));
    }
    return places;
  }

  /** A window of all its pieces. */
  int[] window(Iterable<Piece> pieces) {
    int[] window = new int[2 + steps];
    Arrays.fill(window, begin);
    window[0] = 0;
    for (Piece piece : pieces) {
      System.arraycopy(piece.ids(), 0, window, piece.at(), piece.ids().length);
    }
    return window;
  }
}
