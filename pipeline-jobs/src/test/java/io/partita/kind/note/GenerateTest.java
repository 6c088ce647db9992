package io.partita.kind.note;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.WavLoudness;
import io.partita.lake.run.Version;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.model.train.TrainedModel;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.symbolic.NoteLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that generate writes, from a model's folder to notes read again. */
@Tag("spark")
class GenerateTest {
  private static final NoteSample SAMPLE = NoteSample.get();

  @TempDir private Path folder;

  @Test
  void eachGenerationIsFourFilesOfTheSameNotes() throws Exception {
    PartitaRun run =
        generate(
                "window",
                "--notes",
                30,
                "--count",
                2,
                "--temperature",
                0.9,
                "--start-seed",
                1,
                "--no-end")
            .exits(0);

    assertThat(run.outLines())
        .containsExactlyElementsOf(
            Stream.of("window-s1-01", "window-s1-02")
                .flatMap(name -> Stream.of(".mid", ".wav", ".png", ".json").map(name::concat))
                .map(file -> out(file).toString())
                .toList());
    try (Stream<Path> files = Files.list(out(""))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "window-s1-01.mid",
              "window-s1-01.wav",
              "window-s1-01.png",
              "window-s1-01.json",
              "window-s1-02.mid",
              "window-s1-02.wav",
              "window-s1-02.png",
              "window-s1-02.json");
    }
    Score score = MidiReader.read(Files.readAllBytes(out("window-s1-01.mid")));
    assertThat(score.notes()).hasSize(30);
    for (int i = 0; i < 30; i++) {
      Note note = score.notes().get(i);
      assertThat(note.program()).isEqualTo(42);
      assertThat(note.onsetS()).isCloseTo(0.3 * i, within(1e-9));
      assertThat(note.durationS()).isCloseTo(0.3, within(1e-9));
    }
    try (AudioInputStream wav = AudioSystem.getAudioInputStream(out("window-s1-01.wav").toFile())) {
      AudioFormat format = wav.getFormat();
      assertThat(format.getSampleRate()).isEqualTo(44_100);
      assertThat(wav.getFrameLength() / 44_100.0).isBetween(9.0, 20.0);
    }
    assertThat(ImageIO.read(out("window-s1-01.png").toFile()).getWidth()).isEqualTo(1200);
    JsonNode json = json("window-s1-01");
    assertThat(pitches(json, "pitches")).isEqualTo(line("window-s1-01.mid"));
    assertThat(pitches(json, "prompt_pitches")).hasSize(NoteSample.SEQUENCE_LENGTH);
    TrainedModel<NoteModel> model =
        TrainedModel.read(NoteKind.KIND, SAMPLE.model("window").toString(), new Configuration());
    assertThat(model.model().vocabulary().pitches()).containsAll(pitches(json, "pitches"));
    assertThat(json.path("model").asText()).isEqualTo(SAMPLE.model("window").toString());
    assertThat(json.path("model_sha256").asText()).isEqualTo(model.card().used().sha256());
    assertThat(json.path("model_run_id").asText()).isEqualTo(model.card().provenance().runId());
    assertThat(json.path("version").asText()).isEqualTo(Version.current());
    assertThat(json.path("seed").asLong()).isEqualTo(1);
    assertThat(json("window-s1-02").path("seed").asLong()).isEqualTo(2);
    assertThat(json.path("temperature").asDouble()).isEqualTo(0.9);
    assertThat(json.path("top_k").isNull()).isTrue();
    assertThat(json.path("top_p").isNull()).isTrue();
    assertThat(json.path("line").asText()).isEqualTo("first");
    assertThat(json.path("program").asInt()).isEqualTo(42);
    assertThat(json.path("loudness_lufs").asDouble()).isEqualTo(-16);
    assertThat(json.path("prompt_source").path("start_seed").asLong()).isEqualTo(1);
    assertThat(line("window-s1-02.mid")).isNotEqualTo(line("window-s1-01.mid"));
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {"window", "sequence"})
  void theSameSeedMakesTheSameFilesAgain(String mode) throws Exception {
    generate(mode, "--notes", 20, "--count", 3, "--seed", 5).exits(0);
    Path first = Files.move(out(""), folder.resolve("first"));

    generate(mode, "--notes", 20, "--count", 3, "--seed", 6).exits(0);
    generate(mode, "--notes", 20, "--count", 3, "--seed", 5).exits(0);

    assertThat(out("").toFile().list()).as("names of both seeds").hasSize(24);
    try (Stream<Path> files = Files.list(first)) {
      for (Path file : files.toList()) {
        assertThat(out(file.getFileName().toString())).hasSameBinaryContentAs(file);
      }
    }
    // Each JSON file names the seed that makes its generation the first.
    long seed = json(mode + "-s5-03").path("seed").asLong();
    generate(mode, "--notes", 20, "--seed", seed).exits(0);
    assertThat(out(mode + "-s" + seed + "-01.mid"))
        .hasSameBinaryContentAs(first.resolve(mode + "-s5-03.mid"));
    assertThat(out(mode + "-s" + seed + "-01.wav"))
        .hasSameBinaryContentAs(first.resolve(mode + "-s5-03.wav"));
  }

  @Test
  void theLikeliestNotesAfterOnePromptAreTheSameForEverySeed() throws Exception {
    generate("sequence", "--notes", 10, "--count", 2, "--argmax", "--start-seed", 3).exits(0);
    assertThat(line("sequence-s1-02.mid")).isEqualTo(line("sequence-s1-01.mid"));
    List<Integer> likeliest = line("sequence-s1-01.mid");

    generate("sequence", "--notes", 10, "--top-p", 1e-9, "--start-seed", 3, "--seed", 76).exits(0);
    assertThat(line("sequence-s76-01.mid")).isEqualTo(likeliest);
    generate("sequence", "--notes", 10, "--top-k", 1, "--start-seed", 3, "--seed", 77).exits(0);
    assertThat(line("sequence-s77-01.mid")).isEqualTo(likeliest);
  }

  @Test
  void aFileIsGoneOnFromItsLastNotesWithoutThoseTheModelDoesNotKnow() throws Exception {
    int[] pitches = {1, 50, 52, 53, 2, 55, 57, 59};
    Path start = folder.resolve("start.mid");
    Files.write(start, MidiWriter.write(NoteLine.score(pitches, 0, 1)));

    PartitaRun seen = generate("seen", "--notes", 5, "--start", start, "--with-prompt");
    PartitaRun sequence = generate("sequence", "--notes", 5, "--no-end", "--start", start);

    assertEach(seen.exits(0).errLines(), naming("--start", start, "[2]"));
    assertThat(pitches(json("seen-s1-01"), "prompt_pitches")).containsExactly(52, 53, 55, 57, 59);
    assertThat(json("seen-s1-01").path("prompt_source").path("start").asText())
        .isEqualTo(start.toString());
    assertThat(line("seen-s1-01.mid")).startsWith(52, 53, 55, 57, 59).hasSize(10);
    assertThat(sequence.exits(0).err()).as("no pitch is unknown").isEmpty();
    assertThat(pitches(json("sequence-s1-01"), "prompt_pitches"))
        .containsExactly(1, 50, 52, 53, 2, 55, 57, 59);
    assertThat(line("sequence-s1-01.mid")).hasSize(5);
  }

  @InTurn
  @ParameterizedTest
  @ValueSource(strings = {"window", "sequence"})
  void aPieceBeginsWithoutAPromptAndEndsByItself(String mode) throws Exception {
    PartitaRun run =
        generate(mode, "--notes", 2000, "--note-seconds", 0.01, "--count", 3, "--temperature", 2)
            .exits(0);

    for (int number = 1; number <= 3; number++) {
      JsonNode json = json(mode + "-s1-0" + number);
      assertThat(pitches(json, "prompt_pitches")).isEmpty();
      assertThat(json.path("ended").asBoolean()).isTrue();
      int notes = json.path("pitches").size();
      assertThat(notes).isBetween(1, 1999);
      assertThat(line(mode + "-s1-0" + number + ".mid")).hasSize(Math.min(1000, notes));
      run.warns(mode + "-s1-0" + number, String.format(Locale.ROOT, "%,d", notes), "--no-end");
    }
    generate(
            mode,
            "--notes",
            300,
            "--note-seconds",
            0.01,
            "--temperature",
            2,
            "--no-end",
            "--replace")
        .exits(0);
    assertThat(json(mode + "-s1-01").path("pitches")).hasSize(300);
    assertThat(json(mode + "-s1-01").path("ended").asBoolean()).isFalse();
  }

  @Test
  void theLoudnessIsTheUsers() throws Exception {
    generate("window", "--notes", 10, "--no-end").exits(0);
    generate("sequence", "--no-end", "--notes", 10, "--loudness", "-23.5", "--seed", 9).exits(0);
    WavLoudness.assertLevelled(out("window-s1-01.wav"));
    assertThat(WavLoudness.of(out("sequence-s9-01.wav"))).isCloseTo(-23.5, within(0.1));
    assertThat(json("sequence-s9-01").path("loudness_lufs").asDouble()).isEqualTo(-23.5);

    generate("window", "--no-end", "--notes", 10, "--loudness", "off", "--replace").exits(0);
    assertThat(json("window-s1-01").path("loudness_lufs").isNull()).isTrue();
    assertThat(WavLoudness.of(out("window-s1-01.wav"))).isNotCloseTo(-16, within(1.0));
  }

  @Test
  void programAndLengthOfNotesAreTheUsers() throws Exception {
    generate("window", "--no-end", "--notes", 3, "--program", 0, "--note-seconds", 1.5).exits(0);
    Note last = MidiReader.read(Files.readAllBytes(out("window-s1-01.mid"))).notes().get(2);
    assertThat(last.program()).isZero();
    assertThat(last.onsetS()).isCloseTo(3, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "first, 0, 42",
    "top, 0, 40",
    "bass, 0, 32",
    "longest, 0, 42",
    "drums, 9, 0",
    "first-track, 0, 42"
  })
  void theInstrumentSuitsTheLine(String line, int channel, int program) throws Exception {
    Path model = folder.resolve("m");
    UntrainedModel.write(NoteLstm.ofVocabulary(12), "any", Map.of("--line", line), model);
    Path start = folder.resolve("start.mid");
    int[] pitches = {61, 62};
    Files.write(
        start,
        MidiWriter.write(
            channel == 9 ? NoteLine.drumScore(pitches, 0, 1) : NoteLine.score(pitches, 0, 1)));

    PartitaRun.of("generate", "--model", model, "--out", out(""), "--start", start, "--notes", 4)
        .exits(0);

    assertThat(MidiReader.read(Files.readAllBytes(out("m-s1-01.mid"))).notes())
        .hasSize(4)
        .allMatch(note -> note.channel() == channel && note.program() == program);
    assertThat(json("m-s1-01").path("line").asText()).isEqualTo(line);
    assertThat(json("m-s1-01").path("program").asInt()).isEqualTo(program);
  }

  @Test
  void anInstrumentThatIsAskedForGoesBeforeTheLines() throws Exception {
    Path model = folder.resolve("m");
    UntrainedModel.write(NoteLstm.ofVocabulary(12), "any", Map.of("--line", "drums"), model);
    Path start = folder.resolve("start.mid");
    Files.write(start, MidiWriter.write(NoteLine.drumScore(new int[] {61, 62}, 0, 1)));

    PartitaRun.line(
            "generate --model {} --out {} --start {} --notes 4 --program 11", model, out(""), start)
        .exits(0);

    assertThat(MidiReader.read(Files.readAllBytes(out("m-s1-01.mid"))).notes())
        .isNotEmpty()
        .allMatch(note -> note.channel() == 9 && note.program() == 11);
  }

  @Test
  void aModelOfAnEarlierVersionGoesOnFromTheLineThatItLearnt() throws Exception {
    Path model = folder.resolve("old");
    UntrainedModel.write(NoteLstm.ofVocabulary(12), "any", Map.of("--seed", 1), model);
    Path start = folder.resolve("start.mid");
    ScoreBuilder score = Score.builder(Division.ppq(480));
    score.note(0, Note.DRUM_CHANNEL, 0, 63, 90, 0, 10).note(0, 0, 0, 61, 90, 10, 20);
    Files.write(start, MidiWriter.write(score.note(1, 0, 0, 62, 90, 0, 10).build()));

    PartitaRun.of("generate", "--model", model, "--out", out(""), "--start", start, "--notes", 4)
        .exits(0);

    assertThat(pitches(json("old-s1-01"), "prompt_pitches")).containsExactly(63, 61);
    assertThat(json("old-s1-01").path("line").asText()).isEqualTo("first-track");
    assertThat(PartitaRun.of("model-show", model).exits(0).out())
        .containsPattern("line +first-track");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOP", "alto", "", "../top"})
  void aLineThatNobodyKnowsIsDamage(String line) throws Exception {
    Path model = folder.resolve("m");
    UntrainedModel.write(NoteLstm.ofVocabulary(12), "any", Map.of("--line", line), model);
    PartitaRun.of("model-show", model).mistake(Mistake.DAMAGED_MODEL).names("line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--notes=0 | bad_option --notes 1 100000 0",
        "--count=0 | bad_option --count 1 1000 0",
        "--temperature=0 | bad_option --temperature 0 100 0.0",
        "--temperature=NaN | bad_option --temperature 0 100 NaN",
        "--top-k=0 | bad_option --top-k 1 0",
        "--top-p=0 | bad_option --top-p 0 1 0.0",
        "--top-p=NaN | bad_option --top-p 0 1 NaN",
        "--program=128 | bad_option --program 0 127 128",
        "--loudness=loud | bad_option --loudness -70 0 loud",
        "--loudness=1 | bad_option --loudness -70 0 1",
        "--loudness=NaN | bad_option --loudness -70 0 NaN",
        "--note-seconds=17 | bad_option --note-seconds 0.001 16 17.0",
        "--notes=50000 | bad_option --notes --note-seconds 14400 15000.0",
      })
  void optionsOutOfRangeAreMistakes(String option, String message) {
    generate("window", option).mistake(message);
    assertThat(out("")).doesNotExist();
  }

  @Test
  void aStartWithoutAUsableNoteIsAMistake() throws Exception {
    Path text = Files.writeString(folder.resolve("text.mid"), "Nothing but words");
    Path empty = folder.resolve("empty.mid");
    Files.write(empty, MidiWriter.write(NoteLine.score(new int[0], 0, 1)));
    Path none = folder.resolve("none.mid");

    generate("window", "--start", text).mistake(Mistake.MALFORMED_FILE).names("--start", text);
    generate("window", "--start", empty).mistake(Mistake.NO_DATA).names("--start " + empty);
    generate("window", "--start", none).mistake(Mistake.NO_SUCH_FILE).names(none);
    generate("window", "--start", text, "--start-seed", 1)
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--start", "--start-seed");
  }

  @Test
  void onlyTheFilesThatAreAskedForAreWritten() throws Exception {
    PartitaRun run = generate("window", "--notes", 5, "--only", "mid,JSON").exits(0);

    String name = out("window-s1-01").toString();
    assertThat(run.outLines()).containsExactly(name + ".mid", name + ".json");
    try (Stream<Path> files = Files.list(out(""))) {
      assertThat(files).hasSize(2);
    }
    generate("window", "--only", "mp3").mistake(Mistake.BAD_OPTION).names("--only", "mp3");
  }

  @Test
  void aFileIsNoFolderToWriteTo() throws Exception {
    Files.writeString(out(""), "not a folder");
    generate("window").mistake(Mistake.BAD_PATH).names("--out", out(""), out(""));
  }

  @Test
  void aFolderWithoutAModelIsAMistake() {
    PartitaRun.of("generate", "--model", folder, "--out", folder.resolve("out"))
        .mistake(Mistake.NO_SUCH_MODEL)
        .names(folder);
  }

  private PartitaRun generate(String mode, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("generate", "--model", SAMPLE.model(mode), "--out", out("")));
    arguments.addAll(Arrays.asList(more));
    return PartitaRun.of(arguments.toArray());
  }

  private Path out(String file) {
    return folder.resolve("out").resolve(file);
  }

  private JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(out(name + ".json").toFile());
  }

  private List<Integer> line(String midi) throws Exception {
    int[] line = NoteLine.of(MidiReader.read(Files.readAllBytes(out(midi))));
    return IntStream.of(line).boxed().toList();
  }

  private static List<Integer> pitches(JsonNode json, String field) {
    List<Integer> pitches = new ArrayList<>();
    json.path(field).forEach(pitch -> pitches.add(pitch.asInt()));
    return pitches;
  }
}
