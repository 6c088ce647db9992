package io.partita.kind.token;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.model.ClassDraw;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import io.partita.token.grammar.GrammarState;
import io.partita.token.grammar.PieceFrame;
import io.partita.token.grammar.TokenGrammar;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSamplerTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  static Stream<TokenScheme> schemes() {
    return TokenSchemes.all().stream().filter(scheme -> scheme.grammar().isPresent());
  }

  private static TokenModel model(TokenScheme scheme) {
    TokenGrammar grammar = scheme.grammar().orElseThrow();
    TokenLstm network = new TokenLstm(grammar.size(), grammar.begin(), 1, 16, 8, 2, 16, 0.2, false);
    return new TokenModel(network, scheme, grammar);
  }

  private static int[] again(TokenScheme scheme, int[] ids) throws MalformedInputException {
    return scheme.encode(MidiReader.events(MidiWriter.write(scheme.decode(ids)))).tokens();
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void everyGenerationIsWhatItsMusicEncodesTo(TokenScheme scheme) throws MalformedInputException {
    TokenModel model = model(scheme);
    ComputationGraph network = model.network().network(1, model.network().optimizer());
    TokenSampler sampler = new TokenSampler(model, network);
    for (int seed = 0; seed < 12; seed++) {
      ClassDraw draw = new ClassDraw(1 + seed / 12.0, seed % 3 == 0 ? 40 : 10_000, 1 - seed / 40.0);
      TokenGeneration piece =
          sampler.continued(
              new int[0], TokenSampling.of(draw, seed, seed % 2 == 0 ? 3 : NONE, 20, 600));
      assertThat(again(scheme, piece.ids())).as("seed %d", seed).containsExactly(piece.ids());
      assertThat(piece.maskedMass()).isBetween(0.1, 1.0);
      assertThat(piece.maskedByFamily().values().stream().mapToDouble(v -> v).sum())
          .isBetween(piece.maskedMass() - 1e-9, piece.maskedMass() + 1e-9);
    }
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aPromptIsGoneOnFromAndEqualSeedsDrawEqualPieces(TokenScheme scheme)
      throws MalformedInputException {
    TokenModel model = model(scheme);
    ComputationGraph network = model.network().network(1, model.network().optimizer());
    TokenSampler sampler = new TokenSampler(model, network);
    TokenSampling sampling = TokenSampling.of(ClassDraw.PLAIN, 4, 2, NONE, 300);
    int[] prompt = sampler.continued(new int[0], sampling).ids();
    TokenGeneration one = sampler.continued(prompt, sampling);
    assertThat(one.prompt()).isEqualTo(prompt.length);
    assertThat(Arrays.copyOf(one.ids(), prompt.length)).containsExactly(prompt);
    assertThat(sampler.continued(prompt, sampling).ids()).containsExactly(one.ids());
    assertThat(again(scheme, one.ids())).containsExactly(one.ids());
    assertThatIllegal(() -> sampler.continued(new int[] {model.grammar().end()}, sampling))
        .names(0, "EOS_None");
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aPieceKeepsToItsFrameAndLength(TokenScheme scheme) throws MalformedInputException {
    TokenModel model = model(scheme);
    ComputationGraph network = model.network().network(1, model.network().optimizer());
    TokenSampler sampler = new TokenSampler(model, network);
    boolean hasMetres = scheme.label().equals("remi");
    PieceFrame frame =
        new PieceFrame(Set.of(7, 33, PieceFrame.DRUMS), 97.0, hasMetres ? "3/4" : null);
    for (int seed = 0; seed < 6; seed++) {
      TokenSampling sampling = new TokenSampling(ClassDraw.PLAIN, seed, frame, 4, 4, NONE, 100_000);
      int[] ids = sampler.continued(new int[0], sampling).ids();
      Score score = scheme.decode(ids);
      assertThat(score.notes().stream().map(TokenSamplerTest::program))
          .as("programs of seed %d", seed)
          .isNotEmpty()
          .isSubsetOf(frame.programs());
      assertThat(score.tempos())
          .allSatisfy(
              tempo -> assertThat(6e7 / tempo.microsPerQuarter()).isCloseTo(97, within(4.0)));
      if (hasMetres) {
        assertThat(score.timeSignatures())
            .allSatisfy(metre -> assertThat(metre.numerator()).isEqualTo(3));
      }
      assertThat(bars(model, ids)).as("bars of seed %d", seed).isLessThanOrEqualTo(4);
      assertThat(again(scheme, ids)).containsExactly(ids);
    }
    if (!hasMetres) {
      assertThatIllegal(() -> model.grammar().within(new PieceFrame(Set.of(), null, "3/4")));
    }
    assertThatIllegal(() -> model.grammar().within(new PieceFrame(Set.of(), null, "7/8")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"remi", "tsd"})
  void aPieceDoesNotEndBeforeItsLastBar(String scheme) {
    TokenModel model = model(TokenSchemes.named(scheme).orElseThrow());
    ComputationGraph network = model.network().network(1, model.network().optimizer());
    TokenSampler sampler = new TokenSampler(model, network);
    TokenSampling free = TokenSampling.of(ClassDraw.PLAIN, 3, NONE, NONE, 3_000);
    assertThat(sampler.continued(new int[0], free).hasEnded()).isTrue();
    TokenSampling held =
        new TokenSampling(ClassDraw.PLAIN, 3, PieceFrame.NONE, 10_000, NONE, NONE, 3_000);
    assertThat(sampler.continued(new int[0], held).hasEnded()).isFalse();
  }

  private static int program(Note note) {
    return note.channel() == 9 ? PieceFrame.DRUMS : note.program();
  }

  @Test
  void barsAreCountedFromThePromptOn() {
    TokenModel model = model(TokenSchemes.named("tsd").orElseThrow());
    ComputationGraph network = model.network().network(1, model.network().optimizer());
    TokenSampler sampler = new TokenSampler(model, network);
    int[] prompt =
        sampler.continued(new int[0], TokenSampling.of(ClassDraw.PLAIN, 4, 3, NONE, 600)).ids();
    double barsOfPrompt = bars(model, prompt);
    assertThat(barsOfPrompt).isGreaterThan(1);
    double longest = 0;
    for (int seed = 0; seed < 8; seed++) {
      TokenSampling more = TokenSampling.of(ClassDraw.PLAIN, seed, 1, NONE, 300);
      longest = Math.max(longest, bars(model, sampler.continued(prompt, more).ids()));
    }
    assertThat(longest - barsOfPrompt).isBetween(0.5, 1.5);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void barsBehindACutPromptAreWhole(TokenScheme scheme) {
    TokenModel model = model(scheme);
    ComputationGraph network = model.network().network(1, model.network().optimizer());
    TokenSampler sampler = new TokenSampler(model, network);
    for (int seed = 0; seed < 4; seed++) {
      TokenSampling sampling = TokenSampling.of(ClassDraw.PLAIN, seed, 5, NONE, 600);
      int[] kept = TokenPrompt.first(model, sampler.continued(new int[0], sampling).ids(), 2);
      double begun = bars(model, kept);
      double left = TokenPrompt.barsLeft(model, kept, 2);

      assertThat(begun + left).isIn(1.0, 2.0).isGreaterThan(begun);
      assertThat(TokenPrompt.barsLeft(model, kept, null)).isZero();
    }
  }

  private static double bars(TokenModel model, int[] ids) {
    GrammarState state = model.grammar().start();
    for (int id : ids) {
      state.take(id);
    }
    return state.bars();
  }
}
