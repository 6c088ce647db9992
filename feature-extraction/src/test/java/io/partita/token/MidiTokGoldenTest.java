package io.partita.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.SharedData;
import io.partita.midi.MidiReader;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.TempoEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Id for id what MidiTok 3.0.6 over symusic 0.6.0 makes of real and odd files, and of its ids. */
class MidiTokGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void idsOfRealFiles() throws Exception {
    assertThat(compare("golden-tokens.jsonl")).isEqualTo(180);
  }

  @Test
  void idsOfOddFiles() throws Exception {
    assertThat(compare("golden-tokens-edge.jsonl")).isEqualTo(51);
  }

  @ParameterizedTest
  @ValueSource(strings = {"remi", "tsd", "midi-like"})
  void vocabularies(String label) throws Exception {
    JsonNode expected = JSON.readTree(golden("vocab-" + label + ".json").toFile());
    List<String> names = new ArrayList<>(java.util.Collections.nCopies(expected.size(), null));
    expected.fields().forEachRemaining(id -> names.set(id.getValue().asInt(), id.getKey()));

    TokenScheme scheme = TokenSchemes.named(label).orElseThrow();

    assertThat(scheme.vocabulary()).isEqualTo(names);
    assertThat(scheme.vocabularySize()).hasValue(names.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"remi", "tsd", "midi-like"})
  void parametersOfMidiTok(String label) throws Exception {
    JsonNode golden = JSON.readTree(golden("config-" + label + ".json").toFile());
    ObjectNode expected = (ObjectNode) golden.get("config");
    assertThat(expected.remove("programs").asText()).isEqualTo("-1..127");

    JsonNode file = JSON.valueToTree(TokenSchemes.named(label).orElseThrow().midiTok());

    assertThat(file.get("tokenization")).isEqualTo(golden.get("class"));
    ObjectNode config = (ObjectNode) file.get("config");
    assertThat(ints(config.remove("programs")))
        .containsExactlyInAnyOrder(IntStream.rangeClosed(-1, 127).toArray());
    assertThat(config).hasToString(expected.toString());
  }

  @Test
  void musicOfIds() throws Exception {
    Map<String, int[]> ids = new HashMap<>();
    for (String file : List.of("golden-tokens.jsonl", "golden-tokens-edge.jsonl")) {
      for (String line : Files.readAllLines(golden(file), UTF_8)) {
        JsonNode row = JSON.readTree(line);
        ids.put(key(row), ints(row.get("ids")));
      }
    }
    List<String> rows = Files.readAllLines(golden("golden-decode.jsonl"), UTF_8);
    for (String line : rows) {
      JsonNode expected = JSON.readTree(line);
      Score score = scheme(expected).decode(ids.get(key(expected)));

      assertThat(score.division().ticksPerQuarter()).isEqualTo(expected.get("tpq").asInt());
      assertThat(notes(score)).as(key(expected)).isEqualTo(notes(expected.get("notes")));
      assertThat(tempos(score)).as(key(expected)).isEqualTo(tempos(expected.get("tempos")));
      assertThat(score.timeSignatures().stream().map(m -> m.tick() + " " + m.text()).toList())
          .as(key(expected))
          .isEqualTo(metres(expected.get("ts")));
    }
    assertThat(rows).hasSize(149);
  }

  private static int compare(String golden) throws IOException {
    List<String> differing = new ArrayList<>();
    List<String> rows = Files.readAllLines(golden(golden), UTF_8);
    for (String line : rows) {
      JsonNode expected = JSON.readTree(line);
      try {
        String file = expected.get("file").asText();
        Path path = SharedData.file(file.startsWith("edge/") ? "golden/midi/" + file : file);
        Tokenization actual = scheme(expected).encode(MidiReader.events(Files.readAllBytes(path)));
        if (!java.util.Arrays.equals(actual.tokens(), ints(expected.get("ids")))) {
          differing.add(key(expected) + " " + actual.absence());
        }
      } catch (io.partita.MalformedInputException e) {
        differing.add(key(expected) + " " + e.getMessage());
      }
    }
    assertThat(differing).isEmpty();
    return rows.size();
  }

  private static Path golden(String name) {
    return SharedData.file("golden/tokens/" + name);
  }

  private static TokenScheme scheme(JsonNode row) {
    return TokenSchemes.named(row.get("scheme").asText()).orElseThrow();
  }

  private static String key(JsonNode row) {
    return row.get("file").asText() + " " + row.get("scheme").asText();
  }

  private static int[] ints(JsonNode numbers) {
    return IntStream.range(0, numbers.size()).map(i -> numbers.get(i).asInt()).toArray();
  }

  /** Program, time, duration, pitch, velocity. */
  private static List<String> notes(Score score) {
    List<int[]> notes = new ArrayList<>();
    for (Note note : score.notes()) {
      notes.add(
          new int[] {
            note.isDrum() ? -1 : note.program(),
            (int) note.onsetTick(),
            (int) (note.offsetTick() - note.onsetTick()),
            note.pitch(),
            note.velocity()
          });
    }
    return sorted(notes);
  }

  private static List<String> notes(JsonNode rows) {
    List<int[]> notes = new ArrayList<>();
    rows.forEach(row -> notes.add(ints(row)));
    return sorted(notes);
  }

  private static List<String> sorted(List<int[]> notes) {
    notes.sort(java.util.Arrays::compare);
    return notes.stream().map(java.util.Arrays::toString).toList();
  }

  private static List<String> tempos(Score score) {
    return score.tempos().stream()
        .sorted(Comparator.comparingLong(TempoEvent::tick))
        .map(t -> String.format(Locale.ROOT, "%d %.2f", t.tick(), 6e7 / t.microsPerQuarter()))
        .toList();
  }

  private static List<String> tempos(JsonNode rows) {
    List<String> tempos = new ArrayList<>();
    rows.forEach(
        row ->
            tempos.add(
                String.format(Locale.ROOT, "%d %.2f", row.get(0).asLong(), row.get(1).asDouble())));
    return tempos;
  }

  private static List<String> metres(JsonNode rows) {
    List<String> metres = new ArrayList<>();
    rows.forEach(row -> metres.add(row.get(0) + " " + row.get(1) + "/" + row.get(2)));
    return metres;
  }
}
