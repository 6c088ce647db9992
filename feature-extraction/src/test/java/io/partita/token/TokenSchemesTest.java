package io.partita.token;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every scheme. */
class TokenSchemesTest {
  static List<TokenScheme> schemes() {
    return TokenSchemes.all();
  }

  @Test
  void labelsTellSchemesApart() {
    assertThat(TokenSchemes.labels()).doesNotHaveDuplicates().startsWith("anticipation");
    assertThat(TokenSchemes.named("no-such-scheme")).isEmpty();
    assertThatMistake(() -> TokenSchemes.of("no-such-scheme"))
        .is(Mistake.BAD_OPTION)
        .names("no-such-scheme", "anticipation", "remi");
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aSchemeSaysWhatItIs(TokenScheme scheme) {
    assertThat(scheme.label()).matches("[a-z][a-z0-9-]*");
    assertThat(scheme.version()).isPositive();
    assertThat(scheme.meaning()).isNotBlank();
    assertThat(TokenSchemes.named(scheme.label())).containsSame(scheme);
    assertThat(TokenSchemes.of(scheme.label())).isSameAs(scheme);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void everyTokenIsInTheVocabularyAndHasAName(TokenScheme scheme) throws Exception {
    int[] tokens = scheme.encode(events(song(1))).tokens();

    assertThat(tokens).isNotEmpty();
    for (int i = 0; i < tokens.length; i++) {
      assertThat(scheme.name(tokens[i], i)).as("token %d at %d", tokens[i], i).isNotBlank();
      if (scheme.vocabularySize().isPresent()) {
        assertThat(tokens[i]).isBetween(0, scheme.vocabularySize().getAsInt() - 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aScoreHasTheTokensOfItsFile(TokenScheme scheme) throws Exception {
    Tokenization tokens = scheme.encode(song(3));

    assertThat(tokens.tokens()).containsExactly(scheme.encode(events(song(3))).tokens());
    assertThat(tokens.noteCount()).isPositive();
    assertThat(scheme.encode(MidiReader.read(MidiWriter.write(song(3)))).tokens())
        .containsExactly(tokens.tokens());
  }

  /** The first time through, a scheme may drop what it cannot say; after that nothing changes. */
  @ParameterizedTest
  @MethodSource("schemes")
  void whatWasDecodedOnceStaysAsItIs(TokenScheme scheme) throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      int[] once = again(scheme, scheme.encode(events(song(seed))).tokens());

      assertThat(again(scheme, once)).as("song %d", seed).containsExactly(once);
    }
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aFileWithoutNotesHasNoTokensAndIsNoReasonToFail(TokenScheme scheme) throws Exception {
    Tokenization none = scheme.encode(events(Score.builder(Division.ppq(480)).build()));

    assertThat(none.absence()).isEmpty();
    assertThat(none.noteCount()).isZero();
    assertThat(scheme.decode(none.tokens()).notes().size()).isZero();
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void tokensThatMeanNothingAreRefusedWithASentence(TokenScheme scheme) {
    assertThatThrownBy(() -> scheme.decode(new int[] {Integer.MIN_VALUE}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("[A-Z].* .*");
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void aSchemeTravelsToTasks(TokenScheme scheme) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(scheme);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      TokenScheme there = (TokenScheme) in.readObject();

      assertThat(there.label()).isEqualTo(scheme.label());
      assertThat(there.encode(events(song(2))).tokens())
          .containsExactly(scheme.encode(events(song(2))).tokens());
    }
  }

  private static int[] again(TokenScheme scheme, int[] tokens) throws Exception {
    Score score = scheme.decode(tokens);
    return scheme.encode(MidiReader.events(MidiWriter.writeOnsetsFirst(score))).tokens();
  }

  private static MidiEvents events(Score score) throws Exception {
    return MidiReader.events(MidiWriter.write(score));
  }

  /** Two instruments and drums, notes that overlap and a tempo that changes. */
  private static Score song(int seed) {
    Random random = new Random(seed);
    var score = Score.builder(Division.ppq(480)).tempo(0, 500_000).tempo(960, 400_000);
    for (int i = 0; i < 40; i++) {
      int voice = random.nextInt(3);
      long onset = random.nextInt(40) * 120L;
      score.note(
          voice,
          voice == 2 ? 9 : voice,
          voice == 2 ? 8 : 30 + voice, // not 0: drums' files say no program 0, which seed asks for
          36 + random.nextInt(40),
          1 + random.nextInt(127),
          onset,
          onset + 60 + random.nextInt(900));
    }
    return score.build();
  }
}
