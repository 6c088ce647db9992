package io.partita.kind.token;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Documents joined to one stream and cut into lanes of equal length, and lanes into windows of as
 * many predictions: window s of a lane goes on where window s - 1 ended. Each token of the stream
 * is what one window predicts, but for a tail of fewer than lanes · steps tokens.
 *
 * <p>A window is what {@link TokenNetwork} trains on: 1 if it begins a round, else 0; then, in a
 * window that begins one, {@code lead} ids to read before; then the id before the first one that is
 * predicted; then those. Before the stream begins there is nothing but {@code filler}.
 *
 * @param tokens of the stream
 * @param lanes beside each other
 * @param steps predictions of a window
 * @param lead ids that are read at the beginning of a round, 0 or more
 * @param filler id that is before the first one
 */
record TokenLanes(long tokens, int lanes, int steps, int lead, int filler) implements Serializable {
  /** Windows of each lane. */
  public long windows() {
    return tokens / lanes / steps;
  }

  /** Which windows of all lanes begin a round. */
  public interface Rounds {
    /**
     * @param window number in its lane
     */
    boolean begin(long window);
  }

  /**
   * A run of ids of a window.
   *
   * @param lane 0 to lanes - 1
   * @param window number in its lane
   * @param at index in the window, 1 or more
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Piece(int lane, long window, int at, int[] ids) implements Serializable {}

  /** How many numbers a window has. */
  public int length(boolean beginsRound) {
    return 2 + steps + (beginsRound ? lead : 0);
  }

  /** The place in the stream of the id at index 1 of a window; below 0 for fillers. */
  private long first(int lane, long window, boolean beginsRound) {
    return lane * windows() * steps + window * steps - 1 - (beginsRound ? lead : 0);
  }

  /**
   * What windows take of a document.
   *
   * @param offset of its first id in the stream
   */
  public List<Piece> pieces(long offset, int[] document, Rounds rounds) {
    List<Piece> pieces = new ArrayList<>();
    long end = offset + document.length;
    // A window may reach back by its lead, so later ones may take of the document, too.
    long ofLane = windows() * steps;
    long last = Math.min((end + lead) / steps, lanes * windows() - 1);
    for (long number = Math.max(0, offset / steps); ofLane > 0 && number <= last; number++) {
      int lane = (int) (number / windows());
      long window = number % windows();
      boolean begins = rounds.begin(window);
      long first = first(lane, window, begins);
      long from = Math.max(offset, first);
      long to = Math.min(end, first + length(begins) - 1);
      if (from < to) {
        int[] ids = Arrays.copyOfRange(document, (int) (from - offset), (int) (to - offset));
        pieces.add(new Piece(lane, window, (int) (from - first) + 1, ids));
      }
    }
    return pieces;
  }

  /** A window of all its pieces. */
  public int[] window(boolean beginsRound, Iterable<Piece> pieces) {
    int[] window = new int[length(beginsRound)];
    Arrays.fill(window, filler);
    window[0] = beginsRound ? 1 : 0;
    for (Piece piece : pieces) {
      System.arraycopy(piece.ids(), 0, window, piece.at(), piece.ids().length);
    }
    return window;
  }
}
