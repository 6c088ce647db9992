package io.partita.token.bpe;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * How a sequence of ids falls into words, beyond which nothing is merged: a word begins with each
 * id that says a time, so that it holds what happens then.
 */
public final class Words implements Serializable {
  private static final long serialVersionUID = 1;

  private static final List<String> TIMES = List.of("Bar_", "Position_", "TimeShift_");

  private final BitSet starts = new BitSet();

  /**
   * @param vocabulary names of ids, as schemes of MidiTok have them
   */
  public Words(List<String> vocabulary) {
    for (int id = 0; id < vocabulary.size(); id++) {
      String name = vocabulary.get(id);
      starts.set(id, TIMES.stream().anyMatch(name::startsWith));
    }
  }

  /** The words of a sequence, in its order; together they are the sequence. */
  public List<int[]> of(int[] ids) {
    List<int[]> words = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= ids.length; i++) {
      if (i == ids.length || starts.get(ids[i])) {
        words.add(Arrays.copyOfRange(ids, first, i));
        first = i;
      }
    }
    return words;
  }
}
