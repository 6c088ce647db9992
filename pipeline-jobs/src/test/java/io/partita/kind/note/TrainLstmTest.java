package io.partita.kind.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Note;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings on lines of a lake: equal weights in any layout, resumed, replaced, lost. */
@Tag("spark")
class TrainLstmTest extends NoteTrainingFixture {
  /** A quick training; options that are given stand in place of its own. */
  private Object[] command(String model, Object... more) {
    Map<Object, Object> options = new LinkedHashMap<>();
    options.put("--lake", lake);
    options.put("--dataset", NoteSample.DATASET);
    options.put("--model", folder.resolve(model));
    options.put("--batch", 16);
    options.put("--averaging-frequency", 4);
    options.put("--epochs", 2);
    List<Object> command = new ArrayList<>(List.of("train-lstm"));
    command.addAll(List.of("--set", "sequenceLength=6", "--set", "units=8"));
    for (int i = 0; i < more.length; i++) {
      if (more[i].equals("--set")) {
        command.addAll(List.of(more[i], more[++i]));
      } else if (i + 1 < more.length && !String.valueOf(more[i + 1]).startsWith("--")) {
        options.put(more[i], more[++i]);
      } else {
        command.add(more[i]);
      }
    }
    options.forEach((option, value) -> command.addAll(List.of(option, value)));
    return command.toArray();
  }

  private PartitaRun train(String model, Object... more) {
    return PartitaRun.of(command(model, more));
  }

  /**
   * 13 files of 50 notes in split train; their windows make so many steps for each of 2 workers.
   */
  @InTurn
  @ParameterizedTest
  @CsvSource({"all, 51, 40, 128, 4.8675", "seen, 44, 34, 21, 4"})
  void theModelItsMetricsAndItsTableTellTheSame(
      String vocabulary, int windows, int iterations, int pitches, double mostNats)
      throws Exception {
    JsonNode card = train("m", "--workers", 2, "--vocabulary", vocabulary, "--json").json();
    assertThat(card.at("/provenance/examples").asInt()).isEqualTo(13 * windows);
    assertThat(card.at("/state/outcome").asText()).isEqualTo("done");
    assertThat(card.at("/state/iteration").asInt()).isEqualTo(iterations);
    assertThat(card.at("/state/examples").asInt()).isEqualTo(iterations * 2 * 16);
    assertThat(card.at("/provenance/options/workers").asInt()).isEqualTo(2);
    assertThat(card.at("/provenance/options/vocabulary").asText()).isEqualTo(vocabulary);
    assertThat(card.path("vocabulary")).hasSize(pitches);
    assertThat(card.path("prompts")).isNotEmpty();

    List<String> lines = Files.readAllLines(folder.resolve("m/metrics.jsonl"));
    assertThat(lines).hasSize(10);
    JsonNode last = JSON.readTree(lines.get(9));
    assertThat(last.path("epoch").asDouble()).isEqualTo(2);
    assertThat(last.path("validation_loss").asDouble()).isBetween(1.0, mostNats);
    assertThat(last).isEqualTo(JSON.readTree(card.at("/state/metric").toString()));
    assertThat(
            DuckDb.rows(
                "SELECT iteration, validation_loss FROM '%s/training_runs/*/*.parquet'"
                        .formatted(lake)
                    + " WHERE model = '%s' ORDER BY iteration".formatted(folder.resolve("m"))))
        .hasSize(10)
        .last()
        .isEqualTo(List.of((long) iterations, last.path("validation_loss").asDouble()));
    assertThat(folder.resolve("m/curves.png")).isNotEmptyFile();
    assertThat(folder.resolve("m/curves.svg")).content().contains("<svg");
  }

  @InTurn
  @Test
  void theSameWeightsOnOneCoreAndOnTwo() throws IOException {
    PartitaRun.on("local[1]", command("one", "--workers", 2)).exits(0);
    PartitaRun.on("local[2]", command("two", "--workers", 2)).exits(0);
    assertThat(weights("one")).isEqualTo(weights("two"));
  }

  @InTurn
  @Test
  void resumedForMoreEpochs() throws IOException {
    train("whole", "--epochs", 3).exits(0);
    train("longer").exits(0);
    train("longer")
        .mistake(Mistake.OCCUPIED)
        .names(folder.resolve("longer"), "--resume", "--replace", "--model");
    train("longer", "--epochs", 3, "--resume").exits(0);
    assertThat(weights("longer")).isEqualTo(weights("whole"));
    train("longer", "--epochs", 3, "--resume", "--seed", 2)
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--seed", 1, 2);
  }

  @InTurn
  @Test
  void aSchedulerTrainsAnewOnlyWhatIsAnotherRun() throws IOException {
    train("m", "--epochs", 1, "--resume", "--replace").exits(0);
    String first = weights("m");
    PartitaRun other = train("m", "--epochs", 1, "--seed", 2, "--resume", "--replace").exits(0);
    other.warns("--seed", 1, 2);
    assertThat(weights("m")).isNotEqualTo(first);
    String card = Files.readString(folder.resolve("m/model.json"));

    PartitaRun again = train("m", "--epochs", 1, "--seed", 2, "--resume", "--replace").exits(0);

    assertThat(again.err()).doesNotContain("--seed", "epoch 1.00");
    assertThat(folder.resolve("m/model.json")).hasContent(card);
    train("m", "--epochs", 1, "--replace").exits(0);
    assertThat(weights("m")).isEqualTo(first);
  }

  @Test
  void aLostLossIsExit3AndKeepsAModel() {
    PartitaRun run = train("lost", "--learning-rate", 1e5, "--epochs", 5).exits(3);
    run.says("diverged", 1);
    PartitaRun.of("model-show", folder.resolve("lost")).exits(0).says("diverged", 1);
  }

  /** Ten files that begin with a drum track, then a tune and a bass; two of drums alone. */
  private Path songs() throws IOException {
    Path midi = Files.createDirectory(folder.resolve("songs"));
    for (int file = 0; file < 12; file++) {
      ScoreBuilder score = Score.builder(Division.ppq(480));
      for (int i = 0; i < 30; i++) {
        long onset = 240L * i;
        score.note(0, Note.DRUM_CHANNEL, 0, i % 4 == 0 ? 36 : 42, 60 + file, onset, onset + 60);
        if (file < 10) {
          score.note(1, 0, 73, 72 + (i + file) % 5, 90, onset, onset + 240);
          score.note(2, 1, 32, 40 + (i + file) % 3, 90, onset, onset + 240);
        }
      }
      Files.write(midi.resolve("song" + file + ".mid"), MidiWriter.write(score.build()));
    }
    Path songs = folder.resolve("song-lake");
    Object[] ingest = {"ingest-midi", "--input", midi, "--lake", songs, "--split", "100/0/0"};
    PartitaRun.of(ingest).exits(0);
    return songs;
  }

  @Tag("full")
  @Test
  void theCardSaysWhichLineWasLearnt() throws Exception {
    Path songs = songs();
    Object[] ofSongs = {
      "--lake", songs, "--dataset", "songs", "--validation", "none", "--vocabulary", "seen"
    };
    Map<String, List<Integer>> learnt = new LinkedHashMap<>();
    for (String line : List.of("first", "top", "bass", "longest", "drums", "first-track")) {
      List<Object> options = new ArrayList<>(List.of(ofSongs));
      if (!line.equals("first")) {
        options.addAll(List.of("--line", line));
      }
      options.addAll(List.of("--epochs", 1, "--json"));
      JsonNode card = train(line, options.toArray()).json();
      assertThat(card.at("/provenance/options/line").asText()).isEqualTo(line);
      boolean hasDrums = line.equals("drums") || line.equals("first-track");
      assertThat(card.at("/provenance/left_out").toString())
          .as(line)
          .isEqualTo(hasDrums ? "{}" : "{\"files of percussion only\":2}");
      List<Integer> pitches = new ArrayList<>();
      card.path("vocabulary").forEach(pitch -> pitches.add(pitch.asInt()));
      learnt.put(line, pitches);
    }
    List<Integer> tune = List.of(72, 73, 74, 75, 76);
    assertThat(learnt)
        .containsEntry("first", tune)
        .containsEntry("top", tune)
        .containsEntry("longest", tune)
        .containsEntry("bass", List.of(40, 41, 42))
        .containsEntry("drums", List.of(36, 42))
        .containsEntry("first-track", List.of(36, 42));
    assertThat(PartitaRun.of("model-show", folder.resolve("bass")).exits(0).out())
        .containsPattern("(?m)^  line +bass$");

    List<Object> resumed = new ArrayList<>(List.of(ofSongs));
    resumed.addAll(List.of("--resume", "--epochs", 2));
    train("top", resumed.toArray())
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--line", "top", "first");
    resumed.addAll(List.of("--line", "top"));
    train("top", resumed.toArray()).exits(0).says(2, "percussion", "train");
    PartitaRun.line(
            "model evaluate --model {} --lake {} --split train --against {}",
            folder.resolve("top"),
            songs,
            folder.resolve("bass"))
        .mistake(Mistake.NOT_COMPARABLE)
        .names(folder.resolve("top"), "6", folder.resolve("bass"), "6");
    JsonNode evaluated =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split train --json",
                folder.resolve("drums"),
                songs)
            .json();
    assertThat(evaluated.path("line").asText()).isEqualTo("drums");
    assertThat(evaluated.path("examples").asInt()).isEqualTo(12 * (30 - 6));
    assertThat(evaluated.path("unknown").asInt()).isZero();
  }

  @Test
  void aDataSetWithoutTheLineIsAMistake() {
    train("none", "--line", "drums").mistakeAfterProgress(Mistake.NO_DATA).names("lines", "drums");
    train("none", "--line", "alto")
        .mistake(Mistake.BAD_OPTION)
        .names("--line", "first-track", "alto");
  }

  @Test
  void tooFewExamplesAreAccountedFor() {
    train("few", "--set", "sequenceLength=49", "--batch", 600, "--vocabulary", "seen")
        .mistakeAfterProgress(Mistake.TOO_FEW_EXAMPLES)
        .names("13", "600")
        .namesNot("Left out");
    train("few", "--set", "sequenceLength=50", "--vocabulary", "seen")
        .mistakeAfterProgress(Mistake.TOO_FEW_EXAMPLES)
        .names("0", "13 files", "51");
    assertThat(folder.resolve("few")).doesNotExist();
  }

  @Tag("full")
  @ParameterizedTest
  @CsvSource({"own", "dl4j"})
  void filesShorterThanAWindowAreLearntFromTheirBeginningOn(String lstm) throws Exception {
    JsonNode card =
        train(
                "short",
                "--set",
                "sequenceLength=60",
                "--epochs",
                1,
                "--set",
                "lstm=" + lstm,
                "--json")
            .json();

    assertThat(card.at("/provenance/examples").asInt()).isEqualTo(13 * 51);
    assertThat(card.at("/provenance/left_out")).isEmpty();
    assertThat(card.at("/config/vocabulary").asInt()).isEqualTo(130);
  }

  @InTurn
  @Test
  void theOptionsOfACardTrainTheSameModelAgain() throws Exception {
    Object[] own = {"--set", "mode=sequence", "--batch", 2, "--workers", 2, "--fold", "1/3"};
    train("first", own).exits(0);
    PartitaRun options = PartitaRun.of("model-show", folder.resolve("first"), "--options");
    Path config = Files.writeString(folder.resolve("c.json"), options.exits(0).out());

    PartitaRun.line(
            "train-lstm --config {} --lake {} --dataset {} --model {}",
            config,
            lake,
            NoteSample.DATASET,
            folder.resolve("again"))
        .exits(0);

    assertThat(weights("again")).isEqualTo(weights("first"));
    JsonNode first = JSON.readTree(folder.resolve("first/model.json").toFile());
    JsonNode again = JSON.readTree(folder.resolve("again/model.json").toFile());
    for (String same : List.of("run_id", "options", "other_options", "examples")) {
      assertThat(again.at("/card/provenance/" + same))
          .as(same)
          .isEqualTo(first.at("/card/provenance/" + same));
    }
  }

  @Tag("full")
  @Test
  void aFoldIsHeldOutAndTheOthersAreTrainedOn() throws Exception {
    List<JsonNode> cards = new ArrayList<>();
    long files = 0;
    for (String fold : List.of("1/2", "2/2")) {
      JsonNode card = train("f" + fold.charAt(0), "--fold", fold, "--epochs", 1, "--json").json();
      assertThat(card.at("/provenance/train_split").asText())
          .isEqualTo("train without fold " + fold);
      assertThat(card.at("/provenance/validation_split").asText()).isEqualTo("fold " + fold);
      files += card.at("/provenance/validation_examples").asLong() / 51;
      cards.add(card);
    }
    // 24 files but for the 6 of the split test.
    assertThat(files)
        .isEqualTo(
            DuckDb.number(
                "SELECT count(*) FROM '%s/midi_files/*/*.parquet' WHERE split <> 'test'"
                    .formatted(lake)));
    assertThat(cards.get(0).at("/provenance/examples"))
        .isEqualTo(cards.get(1).at("/provenance/validation_examples"));

    Object[] evaluate = {
      "model-evaluate",
      "--model",
      folder.resolve("f1"),
      "--lake",
      lake,
      "--split",
      "validation",
      "--json"
    };
    JsonNode figures = PartitaRun.of(evaluate).json();
    assertThat(figures.path("examples"))
        .isEqualTo(cards.get(0).at("/provenance/validation_examples"));
    assertThat(figures.path("cross_entropy_nats").asDouble())
        .isCloseTo(cards.get(0).at("/state/metric/validation_loss").asDouble(), within(1e-4));
    List<Object> against = new ArrayList<>(List.of(evaluate));
    against.addAll(List.of("--against", folder.resolve("f2")));
    PartitaRun.of(against.toArray())
        .mistake(Mistake.NOT_COMPARABLE)
        .names(
            folder.resolve("f1"),
            "--fold",
            "1/2",
            folder.resolve("f2"),
            "--fold",
            "2/2",
            "--split");
    against.set(against.indexOf("validation"), "test");
    assertThat(PartitaRun.of(against.toArray()).json().has("against")).isTrue();
    train("f1", "--fold", "2/2", "--resume")
        .mistakeAfterProgress(Mistake.NOT_RESUMABLE)
        .names("--fold", "1/2", "2/2");
  }

  @Test
  void aModelIsShownLayerByLayer() throws IOException {
    PartitaRun run = PartitaRun.of("model-show", SAMPLE.model("window"));
    assertThat(run.exits(0).out()).contains("\n  lstm1 ", "\n  made by run ", " nats per note\n");
    JsonNode shown = PartitaRun.of("model-show", SAMPLE.model("window"), "--json").json();
    long sum = 0;
    for (JsonNode layer : shown.path("layers")) {
      sum += layer.path("parameters").asLong();
    }
    assertThat(sum).isEqualTo(shown.at("/network/parameters").asLong()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --epochs              | 0     | bad_option --epochs 1 0
          --batch               | 0     | bad_option --batch 1 0
          --workers             | -1    | bad_option --workers 0 -1
          --averaging-frequency | 0     | bad_option --averaging-frequency 1 0
          --checkpoint-every    | 0     | bad_option --checkpoint-every 1 0
          --learning-rate       | 0     | bad_option --learning-rate 0 0.0
          --max-minutes         | 0     | bad_option --max-minutes 0 0.0
          --validation          | train | bad_option --validation
          --set                 | layers=3 | bad_option layers 3 1 2
          --set                 | dropout=1 | bad_option dropout 1.0 0 1
          --fold                | 6/5   | bad_option --fold 2 100 6/5
          --dataset             | none  | no_such_dataset none [lines]
          """)
  void mistakesAreOneLine(String option, String value, String message) {
    train("mistake", option, value).mistake(message);
    assertThat(folder.resolve("mistake")).doesNotExist();
  }
}
