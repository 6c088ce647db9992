package io.partita.grid;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "MELODY, 1 3",
    "melody, 1 3",
    "' Melody ', 1 3",
    "MELO, ''",
    "0, 0",
    "3, 3",
    "4, ''",
    "999999999, ''",
    "9999999999, ''",
    "-1, ''",
    "2nd, 2"
  })
  void aTrackHasANameOrANumber(String text, String expected) throws Exception {
    MidiEvents events =
        MidiReader.events(
            MidiWriter.write(
                Score.builder(Division.ppq(480))
                    .trackName(1, "MELODY")
                    .trackName(2, "2nd")
                    .trackName(3, "Melody ")
                    .note(3, 0, 0, 60, 80, 0, 480)
                    .build()));

    Set<Integer> tracks =
        Arrays.stream(expected.split(" "))
            .filter(number -> !number.isEmpty())
            .map(Integer::valueOf)
            .collect(Collectors.toSet());
    assertThat(new TrackChoice(text).in(events)).isEqualTo(tracks);
  }
}
