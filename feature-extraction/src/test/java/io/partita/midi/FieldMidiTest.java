package io.partita.midi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.partita.SharedData;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.SungText;
import io.partita.score.TextEvent;
import io.partita.score.TextEvent.Encoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** MIDI files that other programs read wrong, and real ones of the same kinds. */
class FieldMidiTest {
  @Test
  void eachPortHasProgramsOfItsOwn() throws Exception {
    assertThat(MidiReader.read(field("two_ports_same_channel.mid")).notes())
        .extracting(Note::pitch, Note::port, Note::channel, Note::program)
        .containsExactly(
            tuple(60, 0, 0, 0), tuple(72, 1, 0, 40), tuple(62, 0, 0, 0), tuple(74, 1, 0, 40));
  }

  /** Written by MuseScore, whose port events come behind the first program change of a track. */
  @Test
  void eachInstrumentOfAnOrchestraOnThreePortsHasItsProgram() throws Exception {
    byte[] bytes =
        Files.readAllBytes(SharedData.file("data/midi/tonejs/bartok/concerto_for_orchestra_1.mid"));
    Score score = MidiReader.read(bytes);

    assertThat(score.notes()).hasSize(19_083);
    Map<String, Set<Integer>> programs =
        score.notes().stream()
            .filter(note -> note.port() > 0)
            .collect(
                groupingBy(
                    note -> score.tracks().get(note.track()).name(),
                    mapping(Note::program, toSet())));
    Map<String, Set<Integer>> expected = new HashMap<>();
    expected.put("Piccolo", Set.of(72));
    expected.put("Oboe", Set.of(68));
    expected.put("English Horn", Set.of(69));
    expected.put("B♭ Clarinet", Set.of(71));
    expected.put("A Clarinet", Set.of(71));
    expected.put("B♭ Bass Clarinet", Set.of(71));
    expected.put("Bassoon", Set.of(70));
    expected.put("Horn in F", Set.of(60));
    expected.put("C Trumpet", Set.of(56, 59));
    expected.put("Trombone", Set.of(57));
    expected.put("Tuba", Set.of(58));
    expected.put("Timpani", Set.of(47));
    expected.put("Harp", Set.of(46));
    assertThat(programs).isEqualTo(expected);
    TwoReaders.compare(bytes);
  }

  @Test
  void textsOfKaraokeAreLyrics() throws Exception {
    Score score = MidiReader.read(field("kar_words.kar"));

    assertThat(SungText.of(score))
        .extracting(sung -> sung.event().tick(), sung -> sung.event().text(), SungText::begins)
        .containsExactly(
            tuple(0L, "La ", Optional.of(SungText.Begins.PARAGRAPH)),
            tuple(480L, "la", Optional.empty()),
            tuple(960L, "le", Optional.of(SungText.Begins.LINE)));
  }

  /** It has headers and marks, but no {@code @KMIDI}; a comment is in another track. */
  @Test
  void karaokeIsKnownByItsMarks() throws Exception {
    Score score = MidiReader.read(SharedData.file("data/midi/jazz-soft/test-karaoke-kar.mid"));

    assertThat(SungText.of(score))
        .hasSize(26)
        .filteredOn(sung -> sung.begins().isPresent())
        .extracting(sung -> sung.event().tick(), sung -> sung.event().text())
        .containsExactly(
            tuple(0L, "Ma"),
            tuple(400L, "Lit"),
            tuple(600L, "Lit"),
            tuple(800L, "Ma"),
            tuple(1150L, "A "));
  }

  @Test
  void aByteOrderMarkIsNoText() throws Exception {
    assertThat(MidiReader.read(field("lyric_utf8_bom.mid")).texts())
        .containsExactly(new TextEvent(0, 0, TextEvent.Kind.LYRIC, "för"));
  }

  @Test
  void shiftJisAndZerosOfRealFilesAreRecognised() throws Exception {
    List<TextEvent> japanese =
        MidiReader.read(SharedData.file("data/midi/music21/test04.mid")).texts();

    assertThat(japanese)
        .filteredOn(text -> text.encoding() == Encoding.SHIFT_JIS)
        .singleElement()
        .satisfies(text -> assertThat(text.text()).startsWith("ベートーベン　交響曲第７番　第２楽章"));
    assertThat(MidiReader.read(SharedData.file("data/midi/music21/test16.mid")).tracks())
        .extracting(track -> track.name())
        .contains("Piano");
  }

  private static Path field(String name) {
    return SharedData.file("data/field/" + name);
  }
}
