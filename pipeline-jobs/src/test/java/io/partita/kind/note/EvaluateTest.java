package io.partita.kind.note;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.UntrainedModel;
import io.partita.model.PredictionSums;
import io.partita.model.archive.ModelFolder;
import io.partita.model.train.TrainedModel;
import io.partita.symbolic.NgramScore;
import io.partita.symbolic.PitchVocabulary;
import io.partita.symbolic.WittenBell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of a model, worked out again without Spark from the notes that SQL gives. */
@InTurn
@Tag("spark")
class EvaluateTest {
  private static final NoteSample SAMPLE = NoteSample.get();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"window", "sequence", "seen"})
  void theFiguresAreThoseOfTheSplitsNotes(String mode) throws Exception {
    JsonNode figures = evaluate(mode, "--json").json();

    TrainedModel<NoteModel> model =
        TrainedModel.read(NoteKind.KIND, SAMPLE.model(mode).toString(), new Configuration());
    PitchVocabulary vocabulary = model.model().vocabulary();
    int from = mode.equals("sequence") ? 1 : NoteSample.SEQUENCE_LENGTH;
    List<int[]> train = lines("train", vocabulary, from);
    List<int[]> test = lines("test", vocabulary, from);
    List<int[]> examples = mode.equals("sequence") ? test : windows(test, from + 1);
    PredictionSums score = model.model().network().score(model.weights(), examples);
    double nats = score.mean(PredictionSums.LOSS_NATS);
    assertThat(figures.path("examples").asLong()).isEqualTo(score.count()).isPositive();
    assertThat(figures.path("cross_entropy_nats").asDouble()).isCloseTo(nats, within(1e-5));
    assertThat(figures.path("perplexity").asDouble()).isCloseTo(Math.exp(nats), within(1e-4));
    assertThat(figures.path("top1").asDouble()).isCloseTo(score.mean(NoteLstm.TOP1), within(1e-9));
    assertThat(figures.path("top5").asDouble()).isCloseTo(score.mean(NoteLstm.TOP5), within(1e-9));
    boolean isSeen = mode.equals("seen");
    WittenBell counted = new WittenBell(3, isSeen ? vocabulary.size() : 129);
    train.forEach(line -> counted.add(line, isSeen ? 0 : from));
    List<int[]> validation = lines("validation", vocabulary, from);
    double least = Double.POSITIVE_INFINITY;
    String best = "";
    int order = 1;
    for (String name : List.of("unigram", "bigram", "trigram")) {
      double onValidation =
          validation.stream()
              .map(line -> counted.score(order(name), line, from))
              .reduce(NgramScore.NONE, NgramScore::plus)
              .crossEntropyNats();
      best = onValidation < least ? name : best;
      least = Math.min(least, onValidation);
      int ofOrder = order;
      NgramScore expected =
          test.stream()
              .map(line -> counted.score(ofOrder, line, from))
              .reduce(NgramScore.NONE, NgramScore::plus);
      JsonNode baseline = figures.path("baselines").path(name);
      assertThat(baseline.path("cross_entropy_nats").asDouble())
          .isCloseTo(expected.crossEntropyNats(), within(1e-9));
      assertThat(baseline.path("top1").asDouble()).isEqualTo(expected.top1Share());
      order++;
    }
    assertThat(figures.path("baselines").fieldNames().next()).isEqualTo("ngram");
    JsonNode ngram = figures.at("/baselines/ngram");
    assertThat(ngram.path("same_as").asText()).isEqualTo(best);
    for (String figure : List.of("cross_entropy_nats", "top1", "intervals")) {
      assertThat(ngram.path(figure)).isEqualTo(figures.at("/baselines/" + best).path(figure));
    }
    // Each line has a pitch of its own, so each of the test's has one that training lacks.
    assertThat(figures.path("unknown").asInt()).isEqualTo(isSeen ? test.size() : 0);
    if (!isSeen) {
      assertThat(score.count()).as("all notes and ends").isEqualTo(test.size() * 51L);
    }
    assertThat(figures.path("split").asText()).isEqualTo("test");
    assertThat(figures.path("dataset").asText()).isEqualTo(NoteSample.DATASET);
    assertThat(figures.path("model").asText()).isEqualTo(SAMPLE.model(mode).toString());
    assertThat(figures.path("model_kind").asText()).isEqualTo(NoteLstm.KIND);
    assertThat(figures.path("model_run_id").asText()).isEqualTo(model.card().provenance().runId());
    assertThat(figures.path("network_sha256").asText()).isEqualTo(model.card().used().sha256());
    assertThat(figures.has("against")).isFalse();
    assertThat(figures.has("differences")).isFalse();
    assertThat(figures.path("files").asInt()).isEqualTo(test.size());
    for (String figure : List.of("cross_entropy_nats", "top1", "top5")) {
      assertHolds(figures.at("/intervals/" + figure), figures.path(figure).asDouble());
      assertThat(figures.at("/training/" + figure).asDouble())
          .as("%s of training notes", figure)
          .isPositive();
    }
    assertHolds(
        figures.at("/baselines/trigram/intervals/cross_entropy_nats"),
        figures.at("/baselines/trigram/cross_entropy_nats").asDouble());
    assertThat(figures.path("also_in_training").asLong())
        .as("each line has a pitch of its own")
        .isZero();
  }

  private static int order(String ngram) {
    return List.of("unigram", "bigram", "trigram").indexOf(ngram) + 1;
  }

  private static void assertHolds(JsonNode interval, double value) {
    assertThat(interval).as("interval").hasSize(2);
    assertThat(value).isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
  }

  @Test
  void figuresOfEachFileAddUpToThoseOfTheSplit() throws Exception {
    Path perFile = folder.resolve("of/each/f.parquet");
    JsonNode figures = evaluate("window", "--per-file", perFile, "--json").json();

    assertThat(DuckDb.number("SELECT count(*) FROM '%s'".formatted(perFile)))
        .isEqualTo(figures.path("files").asLong())
        .isGreaterThan(1);
    assertThat(DuckDb.number("SELECT sum(examples) FROM '%s'".formatted(perFile)))
        .isEqualTo(figures.path("examples").asLong());
    Map<String, String> pointers =
        Map.of(
            "cross_entropy_nats", "/cross_entropy_nats",
            "top5", "/top5",
            "baseline_bigram_top1", "/baselines/bigram/top1");
    pointers.forEach(
        (column, pointer) -> {
          String mean =
              "SELECT CAST(sum(examples * %s) / sum(examples) AS VARCHAR) FROM '%s'"
                  .formatted(column, perFile);
          assertThat(Double.parseDouble(DuckDb.texts(mean).get(0)))
              .as(column)
              .isCloseTo(figures.at(pointer).asDouble(), within(1e-9));
        });
    assertThat(
            DuckDb.number(
                "SELECT count(*) FROM '%s' f JOIN '%s/midi_files/*/*.parquet' m USING (midi_md5)"
                        .formatted(perFile, SAMPLE.lake())
                    + " WHERE m.split = 'test'"))
        .as("files by the lake's own key")
        .isEqualTo(figures.path("files").asLong());
    assertThat(perFile.getParent().toFile().list())
        .as("whole, and nothing beside it")
        .containsExactly("f.parquet");
  }

  @Test
  void whatIsReadIsNotWrittenOver() {
    Path card = SAMPLE.model("window").resolve("model.json");
    evaluate("window", "--per-file", card)
        .mistake(Mistake.SAME_FILE)
        .names("--per-file " + card, SAMPLE.model("window"));
    Path one = folder.resolve("one");
    evaluate("window", "--per-file", one, "--out", one)
        .mistake(Mistake.SAME_FILE)
        .names("--per-file", "--out");
  }

  @Test
  void anotherModelIsMeasuredOnTheSameNotes() throws Exception {
    Path published = folder.resolve("published");
    Path out = folder.resolve("to/be/made/e.json");
    PartitaRun first = evaluate("window", "--against", published, "--out", out).exits(0);
    first.warns(published);
    JsonNode alone = new ObjectMapper().readTree(out.toFile());
    assertThat(alone.path("against").isNull()).isTrue();
    assertThat(alone.has("against")).isTrue();
    Path lake = folder.resolve("lake");
    SharedFolders.copy(SAMPLE.lake(), lake);
    PartitaRun.line(
            "train-lstm --lake {} --dataset {} --set {} --set units=4" + " --epochs 1 --model {}",
            lake,
            NoteSample.DATASET,
            "sequenceLength=" + NoteSample.SEQUENCE_LENGTH,
            published)
        .exits(0);

    PartitaRun both = evaluate("window", "--against", published, "--out", out, "--json");

    JsonNode figures = both.json();
    assertThat(new ObjectMapper().readTree(out.toFile())).isEqualTo(figures);
    assertThat(out.getParent().toFile().list()).containsExactly("e.json");
    ObjectNode ours = figures.deepCopy();
    JsonNode theirs = ours.remove("against");
    JsonNode differences = ours.remove("differences");
    assertThat(ours).isEqualTo(((ObjectNode) alone).without(List.of("against", "differences")));
    assertThat(ours.path("split").asText()).as("where models are chosen").isEqualTo("validation");
    double difference = differences.at("/cross_entropy_nats/difference").asDouble();
    assertThat(difference)
        .isCloseTo(
            ours.path("cross_entropy_nats").asDouble()
                - theirs.path("cross_entropy_nats").asDouble(),
            within(1e-12));
    assertThat(differences.fieldNames())
        .toIterable()
        .containsExactly("cross_entropy_nats", "top1", "top5");
    if (ours.path("files").asInt() > 1) {
      assertHolds(differences.at("/cross_entropy_nats/interval"), difference);
    } else {
      assertThat(differences.at("/cross_entropy_nats/interval").isNull()).isTrue();
    }
    JsonNode measured =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --split validation --json",
                published,
                SAMPLE.lake())
            .json();
    assertThat(theirs.fieldNames())
        .toIterable()
        .contains("cross_entropy_nats", "top1", "unknown", "intervals", "model", "network_sha256")
        .allSatisfy(name -> assertThat(theirs.path(name)).as(name).isEqualTo(measured.path(name)));
    List<String> lines = evaluate("window", "--against", published).exits(0).outLines();
    assertThat(lines)
        .filteredOn(line -> line.startsWith("cross_entropy_nats "))
        .as("of the model, of the other one, and their difference")
        .hasSize(3);
    assertThat(lines).contains("against " + published);
    assertThat(
            PartitaRun.of("model-check", "--evaluation", out, "--beat", "unigram").exits(0).out())
        .contains("cross_entropy_nats, unigram", "0 of 3 checks failed.");
  }

  /** Each predicts every note and the end, from as many notes before it as it reads. */
  @Test
  void windowsAndSequencesOfAllPitchesAreCompared() throws Exception {
    JsonNode figures = evaluate("window", "--against", SAMPLE.model("sequence"), "--json").json();
    assertThat(figures.path("examples").asLong())
        .isEqualTo(figures.at("/against/examples").asLong())
        .isPositive();
  }

  @Test
  void modelsThatPredictOtherNotesAreNotCompared() {
    evaluate("seen", "--against", SAMPLE.model("sequence"))
        .mistake(Mistake.NOT_COMPARABLE)
        .names(SAMPLE.model("seen"), "6", SAMPLE.model("sequence"));
    evaluate("window", "--out", folder).mistake(Mistake.BAD_PATH).names("--out", folder);
  }

  @Test
  void aPersonReadsATable() {
    List<String> lines = evaluate("window", "--split", "train").exits(0).outLines();

    assertThat(lines.get(0)).matches("[\\d,]+ notes .*").is(naming("first", "train", "lines", 0));
    assertThat(lines.get(1)).containsPattern("\\d+ files\\D+\\d+ ");
    String interval = " +\\[\\d\\.\\d{3}, \\d\\.\\d{3}\\]";
    assertThat(lines.get(3)).matches("model +train +95 %");
    assertThat(lines.get(4)).matches("cross_entropy_nats +\\d\\.\\d{3}" + interval);
    assertThat(lines.get(5)).matches("perplexity +\\d+\\.\\d{3}");
    assertThat(lines).anyMatch(line -> line.matches("trigram +top1 +0\\.\\d{3}" + interval));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--split=late | no_such_split lines late [test, train, validation]",
        "--dataset=none | no_such_dataset none [lines]",
      })
  void whatTheLakeLacksIsAMistake(String option, String message) {
    evaluate("window", option).mistake(message);
  }

  @Test
  void aDamagedModelIsAMistake() throws Exception {
    Path model = Files.createDirectory(folder.resolve("model"));
    PartitaRun.of("model-evaluate", "--model", model, "--lake", SAMPLE.lake())
        .mistake(Mistake.NO_SUCH_MODEL)
        .names(model);
    SharedFolders.copy(SAMPLE.model("window"), model);
    Path weights =
        model.resolve(ModelFolder.at(model.toString(), new Configuration()).card().used().name());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    PartitaRun.of("model-evaluate", "--model", model, "--lake", SAMPLE.lake())
        .mistake(Mistake.DAMAGED_MODEL)
        .names(model, weights.getFileName());
  }

  @Test
  void filesThatWereLearntAreCountedAndRefused() throws Exception {
    JsonNode held = evaluate("window", "--json").json();
    assertThat(held.path("files_learnt").isInt()).isTrue();
    assertThat(held.path("files_learnt").asInt()).isZero();
    assertThat(held.path("leaky").asBoolean(true)).isFalse();
    JsonNode training = evaluate("window", "--split", "train", "--json").json();
    assertThat(training.path("files_learnt").asInt())
        .as("the training split itself is no mistake")
        .isEqualTo(training.path("files").asInt())
        .isPositive();
    assertThat(training.path("leaky").asBoolean()).isTrue();

    Path lake = folder.resolve("other-lake");
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset other --split 5/5/90",
            SAMPLE.midi(0).getParent(),
            lake)
        .exits(0);
    Object[] other = {
      "model-evaluate", "--model", SAMPLE.model("window"), "--lake", lake, "--dataset", "other"
    };
    PartitaRun.of(other).mistake(Mistake.LEAK).names("test", SAMPLE.model("window"), "--leaky");
    Object[] leaky = Arrays.copyOf(other, other.length + 2);
    leaky[other.length] = "--leaky";
    leaky[other.length + 1] = "--json";
    JsonNode marked = PartitaRun.of(leaky).json();
    assertThat(marked.path("leaky").asBoolean()).isTrue();
    assertThat(marked.path("files_learnt").asInt())
        .isBetween(1, Math.min(marked.path("files").asInt(), training.path("files").asInt()));
  }

  @Test
  void aModelWithoutHashesIsSaidToHaveNone() throws Exception {
    Path model = folder.resolve("untrained");
    UntrainedModel.write(NoteLstm.ofVocabulary(12), model);

    PartitaRun run =
        PartitaRun.line(
            "model evaluate --model {} --lake {} --dataset {} --json",
            model,
            SAMPLE.lake(),
            NoteSample.DATASET);

    assertThat(run.json().path("files_learnt").isNull()).isTrue();
    assertThat(run.json().path("leaky").isNull()).isTrue();
    assertThat(run.err()).contains(model.toString()).contains("no hashes");
  }

  private static PartitaRun evaluate(String mode, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("model-evaluate", "--model", SAMPLE.model(mode), "--lake", SAMPLE.lake()));
    arguments.addAll(Arrays.asList(more));
    return PartitaRun.of(arguments.toArray());
  }

  private static List<int[]> lines(String split, PitchVocabulary vocabulary, int lead)
      throws Exception {
    PartitaRun rows =
        PartitaRun.of(
                "sql",
                "--lake",
                SAMPLE.lake(),
                "--format",
                "csv",
                "SELECT n.midi_md5, n.pitch FROM notes n JOIN midi_files f ON f.midi_md5 ="
                    + " n.midi_md5 WHERE f.split = '"
                    + split
                    + "' ORDER BY n.midi_md5, n.note_idx")
            .exits(0);
    Map<String, List<Integer>> lines = new LinkedHashMap<>();
    for (String row : rows.outLines().subList(1, rows.outLines().size())) {
      String[] cells = row.split(",", -1);
      lines.computeIfAbsent(cells[0], md5 -> new ArrayList<>()).add(Integer.valueOf(cells[1]));
    }
    return lines.values().stream()
        .map(EvaluateTest::ints)
        .map(line -> vocabulary.sequence(line, lead))
        .toList();
  }

  private static int[] ints(List<Integer> pitches) {
    int[] line = new int[pitches.size()];
    for (int i = 0; i < line.length; i++) {
      line[i] = pitches.get(i);
    }
    return line;
  }

  private static List<int[]> windows(List<int[]> lines, int length) {
    List<int[]> windows = new ArrayList<>();
    for (int[] line : lines) {
      for (int start = 0; start + length <= line.length; start++) {
        windows.add(Arrays.copyOfRange(line, start, start + length));
      }
    }
    return windows;
  }
}
