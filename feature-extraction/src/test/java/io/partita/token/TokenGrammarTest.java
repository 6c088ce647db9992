package io.partita.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.token.grammar.TokenGrammar;
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
      int[] ids =
          GrammarWalk.piece(scheme.grammar().orElseThrow(), new SplittableRandom(seed), 20 + seed);
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
    int[] ids = GrammarWalk.piece(grammar, new SplittableRandom(4), 200);
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
}
