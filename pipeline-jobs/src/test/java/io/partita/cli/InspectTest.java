package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DuckDb;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedData;
import io.partita.terminal.DidYouMean;
import io.partita.token.TokenSchemes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file shown without a lake, and tokens turned back into one. */
@Tag("spark")
class InspectTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final Sample sample = Sample.get();

  @Test
  void aMidiFileIsShownInTheWordsOfTheLake() throws IOException {
    var song = song();
    Path file = Files.write(folder.resolve("song.mid"), song.getValue());

    JsonNode shown = PartitaRun.of("inspect", "--json", "--notes", file).json();

    List<Object> row =
        DuckDb.rows(
                "SELECT midi_md5, status, division, n_notes, duration_s, content_hash FROM "
                    + sample.table("midi_files")
                    + " WHERE path = '"
                    + song.getKey()
                    + "'")
            .get(0);
    assertThat(shown.path("midi_md5").asText()).isEqualTo(row.get(0));
    assertThat(shown.path("status").asText()).isEqualTo(row.get(1)).isEqualTo("ok");
    assertThat(shown.path("division").asInt()).isEqualTo(row.get(2));
    assertThat(shown.path("n_notes").asInt()).isEqualTo(row.get(3));
    assertThat(shown.path("duration_s").asDouble()).isEqualTo(row.get(4));
    assertThat(shown.path("content_hash").asText()).isEqualTo(row.get(5));
    assertThat(shown.path("notes")).hasSize((int) row.get(3));
    assertThat(shown.path("tracks")).isNotEmpty();
    JsonNode note = shown.at("/notes/0");
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM %s WHERE midi_md5 = '%s' AND note_idx = 0 AND pitch = %s AND onset_tick = %s AND velocity = %s"
                    .formatted(
                        sample.table("notes"),
                        row.get(0),
                        note.path("pitch"),
                        note.path("onset_tick"),
                        note.path("velocity"))))
        .isEqualTo(1);
  }

  @Test
  void peopleSeeALineForEachFigure() throws IOException {
    Path file = Files.write(folder.resolve("song.mid"), song().getValue());

    assertThat(PartitaRun.of("inspect", file).exits(0).outLines())
        .contains("status                     ok")
        .anyMatch(line -> line.startsWith("n_notes   "));
  }

  @Test
  void aTrackFileAndASummaryAreShown() throws IOException {
    Path track;
    try (Stream<Path> files = Files.walk(sample.msd())) {
      track = files.filter(file -> file.toString().endsWith(".h5")).findFirst().orElseThrow();
    }

    JsonNode one = PartitaRun.of("inspect", "--json", track).json();
    JsonNode all = PartitaRun.of("inspect", "--json", sample.metadata()).json();

    assertThat(one.path("track_id").asText() + ".h5").isEqualTo(track.getFileName().toString());
    assertThat(one.path("rows").asInt()).isEqualTo(1);
    assertThat(all.path("rows").asInt()).isEqualTo(2 * Sample.TRACKS);
    assertThat(all.at("/first/track_id").asText()).startsWith("TR");
  }

  @Test
  void everyBrokenFileIsAnAnswerNotAnError() throws IOException {
    Map<String, String> answers = new TreeMap<>();
    try (Stream<Path> files = Files.list(SharedData.file("data/broken"))) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".mp3")).toList()) {
        PartitaRun run = PartitaRun.of("inspect", "--json", file);
        JsonNode shown = run.json();
        String status = shown.path("status").asText();
        assertThat(status).as("%s", file).isIn("ok", "repaired", "rejected");
        assertThat(run.err()).as("%s", file).isEmpty();
        if (status.equals("rejected")) {
          assertThat(shown.path("fault").asText()).as("%s", file).matches("[A-Z0-9_]+");
          assertThat(shown.path("byte_offset").isNumber()).isTrue();
          assertThat(shown.path("detail").asText()).isNotBlank();
        }
        answers.put(file.getFileName().toString(), status);
      }
    }
    assertThat(answers).hasSizeGreaterThan(70);
    assertThat(answers)
        .containsEntry("zero_notes.mid", "ok")
        .containsEntry("trunc_half.mid", "repaired")
        .containsEntry("rmid.rmi", "ok")
        .containsEntry("division_zero.mid", "rejected")
        .containsEntry("html.mid", "rejected")
        .containsEntry("one_byte.mid", "rejected")
        .containsEntry("vlq_5_bytes.mid", "rejected")
        .containsEntry("html.h5", "rejected")
        .containsEntry("trunc_half.h5", "rejected")
        .containsEntry("bad_superblock_version.h5", "rejected")
        .containsEntry("userblock_512.h5", "ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anticipation", "seed"})
  void tokensAreThoseOfTheGoldens(String scheme) throws IOException {
    Path golden = SharedData.file("golden/midi/tokens-" + scheme + ".jsonl");
    Path shared = SharedData.file("");
    int compared = 0;
    for (String line : Files.readAllLines(golden)) {
      JsonNode expected = JSON.readTree(line);
      Path file = shared.resolve(expected.path("file").asText());
      if (Files.exists(file) && expected.path("ok").asBoolean()) {
        JsonNode actual = PartitaRun.of("inspect", "--tokens", scheme, "--json", file).json();
        for (String field :
            List.of("mode", "ok", "n", "orphan_offs", "unclosed", "end_time_s", "tokens")) {
          assertThat(actual.path(field))
              .as("%s of %s", field, file)
              .isEqualTo(expected.path(field));
        }
        if (expected.has("events")) {
          assertThat(actual.path("events")).isEqualTo(expected.path("events"));
          assertThat(actual.path("truncations")).isEqualTo(expected.path("truncations"));
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(4);
  }

  @Test
  void aFileWithoutTokensSaysWhy() {
    Path file = SharedData.file("data/broken/format_2.mid");

    JsonNode answer = PartitaRun.of("inspect", "--tokens", "anticipation", "--json", file).json();

    assertThat(answer.path("ok").asBoolean()).isFalse();
    assertThat(answer.path("error").asText()).isEqualTo("format_2");
    assertThat(answer.has("tokens")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hifigan_v1_small/generator, state dict, HiFi-GAN, 22050, vocoder of hifigan-22k-80",
    "hifigan_v3_small/model.safetensors, safetensors, HiFi-GAN, 22050, vocoder of hifigan-22k-80",
    "encodec_24khz_small/model.safetensors, safetensors, EnCodec 24 kHz, 24000, neural codec",
    "encodec_24khz_small, safetensors, EnCodec 24 kHz, 24000, neural codec",
    "encodec_48khz_small/model.safetensors, safetensors, EnCodec 48 kHz, 48000, neural codec"
  })
  void publishedWeightsAreNamedWithWhatTheyAreFor(
      String file, String format, String type, int rateHz, String use) throws IOException {
    Path weights = SharedData.file("data/models/published/" + file);

    JsonNode json = PartitaRun.of("inspect", "--json", weights).json();

    assertThat(json.path("format").asText()).isEqualTo(format);
    assertThat(json.path("class").asText()).isEqualTo(type);
    assertThat(json.path("sample_rate_hz").asInt()).isEqualTo(rateHz);
    assertThat(json.path("uses")).extracting(JsonNode::asText).containsExactly(use);
    assertThat(json.path("runs").asBoolean()).isTrue();
    assertThat(json.path("needs")).as("engines").isEmpty();
    assertThat(json.path("tensors")).isNotEmpty();
  }

  @Test
  void aFileThatIsNotThereIsAMistake() {
    PartitaRun.of("inspect", folder.resolve("none.mid"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none.mid"));
    PartitaRun.of("inspect", folder)
        .mistake(Mistake.BAD_PATH)
        .names(folder, "ingest midi", "ingest audio");
    PartitaRun.of("inspect", "--tokens", "octuple", folder.resolve("x.mid"))
        .mistake(Mistake.BAD_OPTION)
        .names("--tokens", DidYouMean.listed(TokenSchemes.labels(), "or"), "octuple");
  }

  @Test
  void tokensOfTheSeedSchemeAreTurnedBackByIt() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("tokens.json"),
            "{\"mode\": \"seed\", \"tokens\": [0, 50, 60, 0, 80, 50, -1, 62, 5, 80]}");
    Path out = folder.resolve("out.mid");

    PartitaRun.of("convert", json, out).exits(0);

    assertThat(PartitaRun.of("inspect", "--json", out).json().path("n_notes").asInt()).isEqualTo(2);
  }

  @Test
  void tokensTurnedBackIntoAFileHaveTheSameOnsets() throws IOException {
    Path file = Files.write(folder.resolve("song.mid"), song().getValue());
    PartitaRun tokens =
        PartitaRun.of("inspect", "--tokens", "anticipation", "--json", file).exits(0);
    Path json = Files.writeString(folder.resolve("tokens.json"), tokens.out());
    Path again = folder.resolve("again.mid");

    PartitaRun run = PartitaRun.of("convert", json, again).exits(0);

    JsonNode shown = PartitaRun.of("inspect", "--json", again).json();
    assertThat(shown.path("n_notes").asInt()).isEqualTo(tokens.json().path("n").asInt());
    assertThat(shown.path("status").asText()).isEqualTo("ok");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("Wrote " + again + ": " + shown.path("n_notes") + " notes.\n");
    JsonNode back = PartitaRun.of("inspect", "--tokens", "anticipation", "--json", again).json();
    assertThat(onsets(back)).isEqualTo(onsets(tokens.json()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | malformed_file %s",
        "[1, 2, 3] | malformed_file %s",
        "[0, 10, 60, 0, \"loud\"] | malformed_file %s 4 \"loud\"",
        "[0, 10, 60, 0, | malformed_file %s",
        "[0, 10, 160, 0, 64] | malformed_file %s",
        "'' | malformed_file %s",
      })
  void tokensThatAreNoneAreMistakes(String text, String message) throws IOException {
    Path json = Files.writeString(folder.resolve("tokens.json"), text);

    PartitaRun.of("convert", json, folder.resolve("out.mid")).mistake(message.formatted(json));
    assertThat(folder.resolve("out.mid")).doesNotExist();
    PartitaRun.of("convert", folder.resolve("none.json"), "out.mid")
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none.json"));
  }

  /** A file's onset times, pitches and instruments, sorted. */
  private static List<String> onsets(JsonNode tokens) {
    List<String> onsets = new java.util.ArrayList<>();
    JsonNode numbers = tokens.path("tokens");
    for (int i = 0; i < numbers.size(); i += 5) {
      onsets.add(numbers.get(i) + " " + numbers.get(i + 2) + " " + numbers.get(i + 3));
    }
    return onsets.stream().sorted().toList();
  }

  private Map.Entry<String, byte[]> song() {
    String path =
        DuckDb.texts(
                "SELECT path FROM "
                    + sample.table("midi_files")
                    + " WHERE status = 'ok' AND len(programs) BETWEEN 2 AND 6 ORDER BY path")
            .get(0);
    return Map.entry(path, sample.members().get(path));
  }
}
