package io.partita.kind.note;

import io.partita.model.ClassDraw;
import java.util.Set;

/**
 * How the notes of a line are drawn.
 *
 * @param seed equal seeds draw equal notes
 * @param never classes that are not drawn, as that of unknown notes
 * @param ends classes that end the line; none of them is drawn as the first
 */
public record NoteSampling(ClassDraw draw, long seed, Set<Integer> never, Set<Integer> ends) {
  public NoteSampling {
    never = Set.copyOf(never);
    ends = Set.copyOf(ends);
  }
}
