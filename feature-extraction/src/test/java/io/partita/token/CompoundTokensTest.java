package io.partita.token;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.MidiBytes;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.token.Tokenization.Absence;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CompoundTokensTest {
  @Test
  void aProgramChangeInMidNoteLeavesItUnclosed() throws Exception {
    Tokenization tokens =
        TokenSchemes.ANTICIPATION.encode(
            MidiBytes.oneTrack("00 903c40 30 c005 30 803c00 00 993c40 60 893c00").events());

    assertThat(tokens.tokens()).containsExactly(0, -1, 60, 0, 64, 50, 50, 60, 128, 64);
    assertThat(tokens.orphanOffs()).isEqualTo(1);
    assertThat(tokens.unclosed()).isEqualTo(1);
    assertThat(tokens.messages()).isEqualTo(5);
    assertThat(tokens.endTimeS()).isEqualTo(1.0);
  }

  @Test
  void eventIdsCutLongDurationsAndStandInForUnknownOnes() throws Exception {
    Tokenization tokens =
        TokenSchemes.ANTICIPATION.encode(
            MidiBytes.oneTrack("00 903c40 00 993d40 8f00 803c00").events());

    assertThat(tokens.tokens()).containsExactly(0, 1000, 60, 0, 64, 0, -1, 61, 128, 64);
    assertThat(EventIds.ofTokens(tokens.tokens()))
        .containsExactly(0, 10_999, 11_060, 0, 10_025, 27_445);
    assertThat(tokens.truncations()).isEqualTo(1);
    assertThat(EventIds.toTokens(EventIds.ofTokens(tokens.tokens())))
        .containsExactly(0, 999, 60, 0, 72, 0, 25, 61, 128, 72);
  }

  @Test
  void whatHasNoCommonTimeHasNoTokens() throws Exception {
    assertThat(TokenSchemes.ANTICIPATION.encode(MidiBytes.file(2, 0).events()).absence())
        .contains(Absence.FORMAT_2);
    assertThat(TokenSchemes.ANTICIPATION.encode(MidiBytes.file(0, 0, 0xe728).events()).absence())
        .contains(Absence.SMPTE_DIVISION);
    String late = "ffffff7f b00000 ".repeat(4) + "00 903c40";
    assertThat(
            TokenSchemes.ANTICIPATION
                .encode(MidiBytes.file(0, 1, 1).track(late + "00 ff2f00").events())
                .absence())
        .contains(Absence.TIME_OVERFLOW);
  }

  @Test
  void schemeSeedHasItsSlips() throws Exception {
    MidiEvents noProgram = MidiBytes.oneTrack("00 903c40 60 803c00").events();
    MidiEvents drums =
        MidiBytes.oneTrack("00 c907 00 993c40 60 993c00 00 993d40 60 893d00").events();

    assertThat(TokenSchemes.SEED.encode(noProgram).absence()).contains(Absence.NOTE_BEFORE_PROGRAM);
    assertThat(TokenSchemes.SEED.encode(drums).tokens())
        .containsExactly(0, -1, 60, 7, 64, 50, 50, 61, 7, 64);
    assertThat(TokenSchemes.SEED.label()).isEqualTo("seed");
  }

  @Test
  void instrumentsGetChannelsInTheOrderOfAppearance() {
    int[] tokens = {10, 20, 60, 5, 80, 0, 20, 36, 128, 90, 5, -1, 62, 7, 70};

    Score score = TokenSchemes.ANTICIPATION.decode(tokens);

    assertThat(score.division().ticksPerQuarter()).isEqualTo(50);
    assertThat(score.notes()).extracting(Note::channel).containsExactly(9, 0, 1);
    assertThat(score.notes()).extracting(Note::track).containsExactly(0, 1, 2);
    assertThat(score.notes()).extracting(Note::program).containsExactly(0, 7, 5);
    assertThat(score.notes()).extracting(Note::onsetS).containsExactly(0.0, 0.05, 0.1);
    assertThat(score.notes()).extracting(Note::offsetTick).containsExactly(20L, 30L, 30L);
  }

  @Test
  void fifteenInstrumentsAndDrumsFitIntoAFile() {
    assertThat(TokenSchemes.ANTICIPATION.decode(instruments(15, 128)).tracks()).hasSize(16);
    assertThatIllegal(() -> TokenSchemes.ANTICIPATION.decode(instruments(16, 128)))
        .names(15, "drum", "instrument 15");
    assertThat(TokenSchemes.SEED.decode(instruments(16)).notes().get(9).isDrum()).isTrue();
    assertThatIllegal(() -> TokenSchemes.SEED.decode(instruments(17))).names(16, "instrument 16");
  }

  @Test
  void tokensThatCannotBeAreNamed() {
    assertThatIllegal(() -> TokenSchemes.ANTICIPATION.decode(new int[4])).names("fives", 4);
    assertThatIllegal(() -> TokenSchemes.ANTICIPATION.decode(new int[] {0, 1, 60, 129, 64}))
        .names("program", 0, 127, 129);
    assertThatIllegal(() -> EventIds.toTokens(new int[] {0, 10_000})).names("threes", 2);
    assertThatIllegal(() -> EventIds.toTokens(new int[] {0, 10_000, EventIds.SEPARATOR}))
        .names(55025, 2, 11000, 27511);
  }

  @Test
  void theVocabularyHasNoGaps() {
    assertThat(EventIds.NOTE - EventIds.DURATION).isEqualTo(EventIds.MAX_DURATION + 1);
    assertThat(EventIds.REST - EventIds.NOTE).isEqualTo(129 * 128);
    assertThat(EventIds.SEPARATOR - EventIds.CONTROL).isEqualTo(EventIds.REST);
    assertThat(EventIds.VOCABULARY_SIZE).isEqualTo(EventIds.ANTICIPATE + 1);
  }

  @Property(tries = 200)
  void decodedTokensEncodeToThemselves(@ForAll("tokens") int[] tokens) throws Exception {
    Score score = TokenSchemes.ANTICIPATION.decode(tokens);

    assertThat(
            TokenSchemes.ANTICIPATION.encode(MidiReader.events(MidiWriter.write(score))).tokens())
        .containsExactly(tokens);
    assertThat(
            TokenSchemes.ANTICIPATION
                .encode(MidiReader.events(MidiWriter.writeOnsetsFirst(score)))
                .tokens())
        .containsExactly(tokens);
  }

  /** One note after the other, so that neither order nor pairing leaves a choice. */
  @Provide
  Arbitrary<int[]> tokens() {
    Arbitrary<int[]> note = Arbitraries.integers().between(0, 1 << 20).array(int[].class).ofSize(5);
    return note.list()
        .ofMaxSize(40)
        .map(
            notes -> {
              int[] tokens = new int[notes.size() * 5];
              int time = 0;
              for (int i = 0; i < notes.size(); i++) {
                int[] random = notes.get(i);
                int duration = random[1] % 3000;
                tokens[5 * i] = time + random[0] % 300;
                tokens[5 * i + 1] = duration;
                tokens[5 * i + 2] = random[2] % 128;
                tokens[5 * i + 3] = random[3] % 5 == 0 ? 128 : random[3] % 15;
                tokens[5 * i + 4] = 1 + random[4] % 127;
                time = tokens[5 * i] + duration + 1;
              }
              return tokens;
            });
  }

  private static int[] instruments(int count, int... more) {
    return IntStream.concat(IntStream.range(0, count), IntStream.of(more))
        .flatMap(instrument -> IntStream.of(instrument * 10, 5, 60, instrument, 64))
        .toArray();
  }
}
