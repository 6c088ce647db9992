package io.partita.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.MalformedInputException;
import io.partita.score.ClosedBy;
import io.partita.score.Division;
import io.partita.score.KeySignature;
import io.partita.score.MidiWarnings;
import io.partita.score.Note;
import io.partita.score.PedalEvent;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.score.TempoEvent;
import io.partita.score.TextEvent;
import io.partita.score.TimeSignature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written is read back, for made-up scores and for all real files. */
class MidiRoundTripTest {
  @Property(tries = 300)
  void readingIsTheInverseOfWriting(@ForAll("scores") Score score) throws Exception {
    assertSame(MidiReader.read(MidiWriter.write(score)), score);
    assertSame(MidiReader.read(MidiWriter.writeOnsetsFirst(score)), score);
  }

  @Test
  void realFilesSurviveARoundTrip() throws Exception {
    int read = 0;
    for (Map.Entry<String, byte[]> file : RealMidi.files().entrySet()) {
      Score score;
      try {
        score = MidiReader.read(file.getValue());
      } catch (MalformedInputException rejected) {
        continue;
      }
      Score again = MidiReader.read(MidiWriter.write(score));
      assertThat(again.notes()).as(file.getKey()).isEqualTo(score.notes());
      assertThat(again.tempos()).as(file.getKey()).isEqualTo(score.tempos());
      assertThat(again.texts()).as(file.getKey()).isEqualTo(inUtf8(score.texts()));
      assertThat(again.pedals()).as(file.getKey()).isEqualTo(score.pedals());
      assertThat(again.tracks()).as(file.getKey()).isEqualTo(score.tracks());
      assertThat(again.warnings().isRepaired()).as(file.getKey()).isFalse();
      read++;
    }
    assertThat(read).isGreaterThan(1400);
  }

  /** As they are written, in whatever encoding they were read. */
  private static List<TextEvent> inUtf8(List<TextEvent> texts) {
    return texts.stream()
        .map(text -> new TextEvent(text.tick(), text.track(), text.kind(), text.text()))
        .toList();
  }

  private static void assertSame(Score actual, Score expected) {
    assertThat(actual.notes()).isEqualTo(expected.notes());
    assertThat(actual.tracks()).isEqualTo(expected.tracks());
    assertThat(actual.tempos()).isEqualTo(expected.tempos());
    assertThat(actual.timeSignatures()).isEqualTo(expected.timeSignatures());
    assertThat(actual.keySignatures()).isEqualTo(expected.keySignatures());
    assertThat(actual.texts()).isEqualTo(expected.texts());
    assertThat(actual.pedals()).isEqualTo(expected.pedals());
    assertThat(actual.format()).isEqualTo(expected.format());
    assertThat(actual.division()).isEqualTo(expected.division());
    assertThat(actual.warnings()).isEqualTo(MidiWarnings.NONE);
    assertThat(actual.orphanOffs()).isZero();
  }

  @Provide
  Arbitrary<Score> scores() {
    Arbitrary<Integer> track = Arbitraries.integers().between(0, 3);
    Arbitrary<Long> tick =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 20), Arbitraries.longs().between(0, 1L << 30));
    Arbitrary<Integer> data = Arbitraries.integers().between(0, 127);
    Arbitrary<Integer> channel = Arbitraries.of(0, 1, 9);
    Arbitrary<ClosedBy> closedBy = Arbitraries.of(ClosedBy.NOTE_OFF, ClosedBy.NOTE_ON_VELOCITY_0);
    Arbitrary<Integer> port = Arbitraries.of(0, 0, 1, 127);
    Arbitrary<Integer> channelOfAll = Combinators.combine(port, channel).as((p, c) -> 16 * p + c);
    Arbitrary<Note> note =
        Combinators.combine(
                track,
                channelOfAll,
                data,
                Arbitraries.integers().between(60, 63),
                Arbitraries.integers().between(1, 127),
                tick,
                Arbitraries.longs().between(0, 20),
                closedBy)
            .as(
                (t, c, program, pitch, velocity, onset, ticks, closing) ->
                    new Note(
                        t,
                        c / 16,
                        c % 16,
                        program,
                        pitch,
                        velocity,
                        onset,
                        onset + ticks,
                        0,
                        0,
                        closing));
    Arbitrary<TempoEvent> tempo =
        Combinators.combine(tick, track, Arbitraries.integers().between(1, 0xFFFFFF))
            .as(TempoEvent::new);
    Arbitrary<TimeSignature> metre =
        Combinators.combine(
                tick,
                track,
                Arbitraries.integers().between(1, 255),
                Arbitraries.of(1, 2, 4, 8, 16, 128))
            .as(
                (t, of, numerator, denominator) ->
                    new TimeSignature(t, of, numerator, denominator, 24, 8));
    Arbitrary<KeySignature> key =
        Combinators.combine(
                tick, track, Arbitraries.integers().between(-7, 7), Arbitraries.of(true, false))
            .as(KeySignature::new);
    Arbitrary<TextEvent> text =
        Combinators.combine(
                tick,
                track,
                Arbitraries.of(TextEvent.Kind.class),
                Arbitraries.strings().withChars("aé日 ").ofMaxLength(200))
            .as(TextEvent::new);
    Arbitrary<PedalEvent> pedal =
        Combinators.combine(tick, track, port, channel, data).as(PedalEvent::new);
    Arbitrary<Division> division =
        Arbitraries.of(
            Division.ppq(1), Division.ppq(480), Division.ppq(32_767), Division.smpte(29, 80));
    return Combinators.combine(
            division,
            note.list().ofMaxSize(30),
            tempo.list().ofMaxSize(4),
            metre.list().ofMaxSize(3),
            key.list().ofMaxSize(3),
            text.list().ofMaxSize(4),
            pedal.list().ofMaxSize(4))
        .as(MidiRoundTripTest::score);
  }

  private static Score score(
      Division division,
      List<Note> notes,
      List<TempoEvent> tempos,
      List<TimeSignature> metres,
      List<KeySignature> keys,
      List<TextEvent> texts,
      List<PedalEvent> pedals) {
    ScoreBuilder score = Score.builder(division).endTick(0, 7);
    expressible(notes).forEach(score::note);
    tempos.forEach(score::tempo);
    metres.forEach(score::timeSignature);
    keys.forEach(score::keySignature);
    texts.forEach(score::text);
    pedals.forEach(score::pedal);
    return score.build();
  }

  /** At one (track, channel, pitch), what began first ends first: MIDI cannot say otherwise. */
  private static List<Note> expressible(List<Note> notes) {
    List<Note> byOnset = new ArrayList<>(notes);
    byOnset.sort((a, b) -> Long.compare(a.onsetTick(), b.onsetTick()));
    Map<List<Integer>, Long> lastOffset = new HashMap<>();
    List<Note> result = new ArrayList<>();
    for (Note note : byOnset) {
      long offset =
          lastOffset.merge(
              List.of(note.track(), note.port(), note.channel(), note.pitch()),
              note.offsetTick(),
              Math::max);
      result.add(
          new Note(
              note.track(),
              note.port(),
              note.channel(),
              note.program(),
              note.pitch(),
              note.velocity(),
              note.onsetTick(),
              offset,
              0,
              0,
              note.closedBy()));
    }
    return result;
  }
}
