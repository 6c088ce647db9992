package io.partita.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.SharedData;
import io.partita.midi.MidiEvents;
import io.partita.midi.MidiReader;
import io.partita.token.Tokenization.Absence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Token for token what the original implementations, on mido, make of real and odd files. */
class TokensGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anticipation() throws Exception {
    assertThat(compare("tokens-anticipation.jsonl", TokenSchemes.ANTICIPATION)).isGreaterThan(25);
  }

  @Test
  void seed() throws Exception {
    assertThat(compare("tokens-seed.jsonl", TokenSchemes.SEED)).isGreaterThan(8);
  }

  private static int compare(String golden, TokenScheme scheme) throws Exception {
    Path shared = SharedData.file("");
    int compared = 0;
    for (String line : Files.readAllLines(shared.resolve("golden/midi").resolve(golden), UTF_8)) {
      JsonNode expected = JSON.readTree(line);
      Path file = shared.resolve(expected.get("file").asText());
      if (Files.isRegularFile(file)) {
        check(expected, file, scheme);
        compared++;
      }
    }
    return compared;
  }

  private static void check(JsonNode expected, Path file, TokenScheme scheme) throws Exception {
    MidiEvents events = MidiReader.events(Files.readAllBytes(file));
    Tokenization actual = scheme.encode(events);
    if (!expected.get("ok").asBoolean()) {
      checkAbsence(expected.get("error").asText(), actual);
      return;
    }
    assertThat(actual.absence()).as("%s", file).isEmpty();
    assertThat(actual.tokens()).as("%s", file).containsExactly(ints(expected.get("tokens")));
    assertThat(actual.noteCount()).isEqualTo(expected.get("n").asInt());
    assertThat(actual.orphanOffs()).isEqualTo(expected.get("orphan_offs").asInt());
    assertThat(actual.unclosed()).isEqualTo(expected.get("unclosed").asInt());
    // The original reads only as many tracks as the header counts: this file has one more.
    int surplus = file.endsWith("music21/test04.mid") ? 1 : 0;
    assertThat(actual.messages()).isEqualTo(expected.get("messages").asInt() + surplus);
    assertThat(actual.endTimeS()).isEqualTo(expected.get("end_time_s").asDouble());
    if (expected.has("events")) {
      assertThat(EventIds.ofTokens(actual.tokens())).containsExactly(ints(expected.get("events")));
      assertThat(actual.truncations()).isEqualTo(expected.get("truncations").asInt());
    }
  }

  private static void checkAbsence(String error, Tokenization actual) {
    if (error.contains("type 2")) {
      assertThat(actual.absence()).contains(Absence.FORMAT_2);
    } else if (error.contains("negative time")) {
      assertThat(actual.absence()).contains(Absence.SMPTE_DIVISION);
    } else if (error.contains("before any program_change")) {
      assertThat(actual.absence()).contains(Absence.NOTE_BEFORE_PROGRAM);
    } else {
      // A pitch of 0xF8 that the original gives up on and this reader clamps to 127; what follows
      // is read as a second note, since in this file the byte had been inserted.
      assertThat(error).contains("data byte must be in range");
      assertThat(actual.noteCount()).isEqualTo(2);
    }
  }

  private static int[] ints(JsonNode array) {
    return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
  }
}
