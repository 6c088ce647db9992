package io.partita.ingest;

import java.io.Serializable;
import java.util.List;

/** Takes a member apart; each piece is a content of its own, with {@code #1}, {@code #2} … */
@FunctionalInterface
public interface Pieces extends Serializable {
  /**
   * The pieces of a member.
   *
   * @return at least one; the member itself, if that is one piece
   */
  List<byte[]> of(byte[] member);
}
