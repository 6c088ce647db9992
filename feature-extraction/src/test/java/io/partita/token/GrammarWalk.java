package io.partita.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.token.grammar.GrammarState;
import io.partita.token.grammar.TokenGrammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random pieces that a scheme's grammar lets pass. */
public final class GrammarWalk {
  private GrammarWalk() {}

  /** A piece drawn evenly among what may come, family by family. */
  public static int[] piece(TokenGrammar grammar, SplittableRandom random, int length) {
    GrammarState state = grammar.start();
    List<Integer> ids = new ArrayList<>();
    while (ids.size() < length || !state.isWhole()) {
      int[] may =
          IntStream.range(0, grammar.size())
              .filter(id -> id != grammar.end() && state.mayCome(id))
              .toArray();
      assertThat(may).as("what may come after %s", ids).isNotEmpty();
      int family = grammar.family(may[random.nextInt(may.length)]);
      int[] families = Arrays.stream(may).map(grammar::family).distinct().toArray();
      int chosen = random.nextInt(3) == 0 ? family : families[random.nextInt(families.length)];
      int[] of = Arrays.stream(may).filter(id -> grammar.family(id) == chosen).toArray();
      int id = of[random.nextInt(Math.min(of.length, random.nextInt(2) == 0 ? 3 : 1_000))];
      state.take(id);
      ids.add(id);
    }
    return IntStream.concat(
            ids.stream().mapToInt(Integer::intValue), Arrays.stream(state.closing()))
        .toArray();
  }
}
