package io.partita.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.token.grammar.GrammarState;
import io.partita.token.grammar.TokenGrammar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenGrammarTest {
  static Stream<TokenScheme> schemes() {
    return TokenSchemes.all().stream().filter(scheme -> scheme.grammar().isPresent());
  }

  @InTurn
  @ParameterizedTest
  @MethodSource("schemes")
  void whatAGrammarLetsPassIsWhatItsMusicEncodesTo(TokenScheme scheme)
      throws MalformedInputException {
    for (int seed = 0; seed < 300; seed++) {
      int[] ids = walk(scheme.grammar().orElseThrow(), new SplittableRandom(seed), 20 + seed);
      assertThat(again(scheme, ids))
          .as("%s, seed %d: %s", scheme.label(), seed, names(scheme, ids))
          .containsExactly(ids);
    }
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aTransposedPieceKeepsItsLengthAndTheRange(TokenScheme scheme)
      throws MalformedInputException {
    TokenGrammar grammar = scheme.grammar().orElseThrow();
    int[] ids = walk(grammar, new SplittableRandom(4), 200);
    int[] other = ids.clone();
    grammar.transpose(other, 100);
    grammar.scaleTempo(other, 1.1);
    assertThat(other).hasSameSizeAs(ids);
    for (int i = 0; i < ids.length; i++) {
      assertThat(grammar.family(other[i])).isEqualTo(grammar.family(ids[i]));
    }
  }

  private static List<String> names(TokenScheme scheme, int[] ids) {
    return IntStream.range(0, ids.length).mapToObj(i -> scheme.name(ids[i], i)).toList();
  }

  private static int[] again(TokenScheme scheme, int[] ids) throws MalformedInputException {
    return scheme.encode(MidiReader.events(MidiWriter.write(scheme.decode(ids)))).tokens();
  }

  /** A piece drawn evenly among what may come, family by family. */
  static int[] walk(TokenGrammar grammar, SplittableRandom random, int length) {
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
