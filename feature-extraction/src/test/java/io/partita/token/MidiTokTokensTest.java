package io.partita.token;

import static io.partita.ThrownAssert.assertThatIllegal;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.MidiBytes;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.token.Tokenization.Absence;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MidiTokTokensTest {
  private static final List<TokenScheme> SCHEMES =
      List.of(TokenSchemes.REMI, TokenSchemes.TSD, TokenSchemes.MIDI_LIKE);

  @Test
  void aNoteIsABarAPositionAndFourIds() throws Exception {
    byte[] file =
        MidiWriter.write(Score.builder(Division.ppq(480)).note(0, 0, 5, 60, 90, 480, 960).build());

    assertThat(names(TokenSchemes.REMI, file))
        .isEqualTo(
            "Bar_None TimeSig_4/4 Position_0 Tempo_121.29 Position_8 Program_5 Pitch_60"
                + " Velocity_91 Duration_1.0.8");
    assertThat(names(TokenSchemes.TSD, file))
        .isEqualTo("Tempo_121.29 TimeShift_1.0.8 Program_5 Pitch_60 Velocity_91 Duration_1.0.8");
    assertThat(names(TokenSchemes.MIDI_LIKE, file))
        .isEqualTo(
            "Tempo_121.29 TimeShift_1.0.8 Program_5 NoteOn_60 Velocity_91 TimeShift_1.0.8"
                + " Program_5 NoteOff_60");
  }

  @Test
  void whatTheOriginalRefusesHasNoTokens() throws Exception {
    String note = "00 903c40 60 803c00 00 ff2f00";
    for (TokenScheme scheme : SCHEMES) {
      assertThat(scheme.encode(MidiBytes.file(0, 1, 0xe728).track(note).events()).absence())
          .contains(Absence.SMPTE_DIVISION);
      assertThat(scheme.encode(MidiBytes.file(7, 1).track(note).events()).absence())
          .contains(Absence.DAMAGED);
      assertThat(scheme.encode(MidiBytes.oneTrack("00 90bc40 60 803c00").events()).absence())
          .contains(Absence.DAMAGED);
      assertThat(scheme.encode(MidiBytes.oneTrack("00 3c40 00 903c40").events()).absence())
          .contains(Absence.DAMAGED);
      assertThat(scheme.encode(MidiBytes.file(2, 1).track(note).events()).absence()).isEmpty();
    }
  }

  @Test
  void aFileOfAMillionQuartersIsTooLong() throws Exception {
    String late = "ffffff7f b00000 ".repeat(4) + "00 903c40 60 803c00 00 ff2f00";
    for (TokenScheme scheme : SCHEMES) {
      assertThat(scheme.encode(MidiBytes.file(0, 1, 1).track(late).events()).absence())
          .contains(Absence.TOO_LONG);
    }
  }

  @Test
  void notesThatNothingClosesAreDroppedAndCounted() throws Exception {
    Tokenization tokens =
        TokenSchemes.REMI.encode(
            MidiBytes.oneTrack("00 903c40 30 903e40 30 803c00 00 804000").events());

    assertThat(tokens.noteCount()).isEqualTo(1);
    assertThat(tokens.unclosed()).isEqualTo(1);
    assertThat(tokens.orphanOffs()).isEqualTo(1);
    assertThat(tokens.messages()).isEqualTo(4);
    assertThat(tokens.endTimeS()).isEqualTo(0.5);
  }

  @Test
  void moreProgramsThanChannelsAreDecodedAndEncodedAgain() throws Exception {
    ScoreBuilder score = Score.builder(Division.ppq(8)).note(0, 9, 0, 36, 91, 0, 4);
    for (int i = 0; i < 40; i++) {
      score.note(1 + i, i % 9, i, 60, 91, i * 2L, i * 2L + 4);
    }
    for (TokenScheme scheme : SCHEMES) {
      int[] tokens = scheme.encode(MidiReader.events(MidiWriter.write(score.build()))).tokens();
      Score decoded = scheme.decode(tokens);

      assertThat(decoded.tracks()).hasSize(41);
      assertThat(decoded.notes()).extracting(Note::isDrum).containsOnlyOnce(true);
      assertThat(again(scheme, tokens)).isEqualTo(tokens);
    }
  }

  @Test
  void anIdBeyondTheVocabularyIsRefused() {
    assertThatIllegal(() -> TokenSchemes.REMI.decode(new int[] {4, 518})).names(518, 1, 0, 517);
  }

  @Test
  void idsInAnyOrderAreMusic() {
    for (TokenScheme scheme : SCHEMES) {
      int size = scheme.vocabularySize().orElseThrow();
      int[] ids = new java.util.Random(3).ints(5000, 0, size).toArray();
      assertThat(scheme.decode(ids).division().isSmpte()).isFalse();
    }
  }

  /** One note after the other in each part, so that neither order nor pairing leaves a choice. */
  @Property(tries = 200)
  void whatIsDecodedIsEncodedToTheSame(
      @ForAll @Size(max = 60) List<@IntRange(max = 1 << 24) Integer> numbers) throws Exception {
    ScoreBuilder score = Score.builder(Division.ppq(96)).tempo(0, 500_000);
    long[] now = {0, 0, 0};
    for (int number : numbers) {
      int part = number % 3;
      long onset = now[part] + (number >> 2) % 500;
      long end = onset + 12 + (number >> 5) % 900;
      score.note(
          part,
          part == 2 ? 9 : part,
          part == 2 ? 0 : part,
          30 + number % 50,
          1 + number % 127,
          onset,
          end);
      now[part] = end + 24;
    }
    byte[] file = MidiWriter.write(score.build());
    for (TokenScheme scheme : SCHEMES) {
      int[] once = again(scheme, scheme.encode(MidiReader.events(file)).tokens());

      assertThat(again(scheme, once)).as(scheme.label()).isEqualTo(once);
    }
  }

  private static int[] again(TokenScheme scheme, int[] tokens) throws Exception {
    return scheme.encode(MidiReader.events(MidiWriter.write(scheme.decode(tokens)))).tokens();
  }

  private static String names(TokenScheme scheme, byte[] file) throws Exception {
    int[] tokens = scheme.encode(MidiReader.events(file)).tokens();
    return String.join(
        " ", Arrays.stream(tokens).mapToObj(id -> scheme.name(id, 0)).toArray(String[]::new));
  }
}
