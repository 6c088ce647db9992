package io.partita.kind.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.TrainingFixture;
import io.partita.lake.run.ExitCode;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.score.Division;
import io.partita.score.Score;
import io.partita.score.ScoreBuilder;
import io.partita.score.TempoEvent;
import io.partita.score.TimeSignature;
import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trainings on tokens of a lake: equal weights in any layout and after kills; figures; music. */
@InTurn
class TrainLmTest extends TrainingFixture {
  private static final int FILES = 12;

  private static final List<String> LSTM =
      List.of(
          "--config=lstm",
          "--set=embedding=8",
          "--set=layers=2",
          "--set=units=12",
          "--set=segmentLength=16",
          "--set=burnIn=8");

  private static final List<String> TRANSFORMER =
      List.of("--config=transformer_tiny", "--set=size=8", "--set=layers=2", "--set=context=16");

  private List<String> network = LSTM;

  @BeforeAll
  static void ingest() throws IOException {
    Path midi = Files.createDirectories(lake.resolveSibling(lake.getFileName() + "-midi"));
    for (int i = 0; i < FILES; i++) {
      Files.write(midi.resolve("piece" + i + ".mid"), MidiWriter.write(piece(i)));
    }
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset pieces --split 50/25/25"
                + " --tokens remi,midi-like,anticipation",
            midi,
            lake)
        .exits(0);
  }

  /** A melody, its bass and drums. */
  private static Score piece(int number) {
    SplittableRandom dice = new SplittableRandom(number);
    ScoreBuilder score = Score.builder(Division.ppq(8)).tempo(0, 500_000);
    for (int beat = 0; beat < 24 + number; beat++) {
      int pitch = 60 + dice.nextInt(12);
      score.note(0, 0, 5, pitch, 80, beat * 8L, beat * 8L + 8);
      if (beat % 2 == 0) {
        score.note(1, 1, 33, pitch - 24, 90, beat * 8L, beat * 8L + 16);
      }
      score.note(2, 9, 0, 36 + beat % 3, 100, beat * 8L, beat * 8L + 2);
    }
    return score.build();
  }

  private PartitaRun train(String model, Object... more) {
    return PartitaRun.of(command(model, more));
  }

  private Object[] command(String model, Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("train-lm", "--lake", lake, "--dataset", "pieces", "--model"));
    command.add(folder.resolve(model));
    command.addAll(network);
    command.addAll(List.of("--batch", 3, "--averaging-frequency", 4, "--warm-up", 3));
    if (!List.of(more).contains("--epochs")) {
      command.addAll(List.of("--epochs", 2));
    }
    command.addAll(List.of(more));
    return command.toArray();
  }

  @Tag("full")
  @Test
  void oneWorkerAveragedIsTheSameAsNoneOfATransformer() throws IOException {
    network = TRANSFORMER;
    oneWorkerAveragedIsTheSameAsNone();
  }

  @Tag("full")
  @Test
  void oneWorkerAveragedIsTheSameAsNone() throws IOException {
    train("none", "--workers", 0).exits(0);
    train("one", "--workers", 1).exits(0);
    assertThat(weights("one")).isEqualTo(weights("none"));
    train("two", "--workers", 2).exits(0);
    assertThat(weights("two")).isNotEqualTo(weights("one"));
  }

  @Tag("full")
  @Test
  void stoppedAndResumedReachesTheSameBits() throws IOException {
    stoppedAndResumedReachesTheSameBits("0.000001");
  }

  @Tag("full")
  @Test
  void stoppedLaterAndResumedReachesTheSameBits() throws IOException {
    stoppedAndResumedReachesTheSameBits("0.01");
  }

  @Test
  void aTransformerStoppedAndResumedReachesTheSameBits() throws IOException {
    network = TRANSFORMER;
    stoppedAndResumedReachesTheSameBits("0.000001", "dropout=0.1");
  }

  private void stoppedAndResumedReachesTheSameBits(String minutes) throws IOException {
    stoppedAndResumedReachesTheSameBits(minutes, "tie=true");
  }

  private void stoppedAndResumedReachesTheSameBits(String minutes, String set) throws IOException {
    train("whole", "--workers", 2, "--set", set, "--replace").exits(0);
    train("again", "--workers", 2, "--set", set, "--max-minutes", minutes).exits(0);
    train("again", "--workers", 2, "--set", set, "--max-minutes", minutes, "--resume").exits(0);
    train("again", "--workers", 2, "--set", set, "--resume").exits(0);
    assertThat(weights("again")).isEqualTo(weights("whole"));
  }

  /** Three times, each in another round; a checkpoint ends every round. */
  @Tag("full")
  @Test
  void killedInAnyRoundItGoesOnToTheSameBits() throws Exception {
    Object[] rounds = {"--workers", 2, "--epochs", 2, "--checkpoint-every", 4};
    train("at-once", rounds).exits(0);
    List<Object> resumed = new ArrayList<>(List.of(rounds));
    resumed.add("--resume");
    Path model = folder.resolve("killed");
    for (int kill = 1; kill <= 3; kill++) {
      int past = iteration(model) + 5 * kill;
      try (ChildPartita child =
          ChildPartita.start(
              folder,
              List.of("spark.master=local[2]", "spark.ui.enabled=false"),
              command("killed", resumed.toArray()))) {
        child.killWhen(() -> iteration(model) >= past);
      }
    }
    assertThat(iteration(model)).isLessThan(iteration(folder.resolve("at-once")));
    train("killed", resumed.toArray()).exits(0);
    assertThat(weights("killed")).isEqualTo(weights("at-once"));
  }

  /** The last one that a checkpoint tells of; 0 before the first. */
  private static int iteration(Path model) {
    try {
      JsonNode card = new ObjectMapper().readTree(model.resolve("model.json").toFile());
      return card.at("/card/state/iteration").asInt();
    } catch (IOException absent) {
      return 0;
    }
  }

  @Test
  void isEvaluatedAndMakesWhatItsSchemeWrites() throws Exception {
    network = TRANSFORMER;
    isEvaluatedAndMakesWhatItsSchemeWrites("remi");
  }

  @Tag("full")
  @Test
  void anLstmIsEvaluatedAndMakesWhatItsSchemeWrites() throws Exception {
    isEvaluatedAndMakesWhatItsSchemeWrites("remi");
  }

  @Tag("full")
  @Test
  void isEvaluatedAndMakesWhatAnotherSchemeWrites() throws Exception {
    isEvaluatedAndMakesWhatItsSchemeWrites("midi-like");
  }

  private void isEvaluatedAndMakesWhatItsSchemeWrites(String label) throws Exception {
    train(label, "--tokens", label, "--learning-rate", 0.01).exits(0);
    Path model = folder.resolve(label);
    JsonNode figures =
        PartitaRun.of("model-evaluate", "--lake", lake, "--model", model, "--json").exits(0).json();
    assertThat(figures.path("scheme").asText()).isEqualTo(label);
    int vocabulary = label.equals("remi") ? 518 : 563;
    double uniform = figures.at("/baselines/uniform/nats_per_token").asDouble();
    assertThat(uniform).isCloseTo(Math.log(vocabulary), within(1e-9));
    assertThat(figures.path("nats_per_token").asDouble()).isBetween(0.5, uniform);
    assertThat(figures.at("/baselines/trigram/nats_per_token").asDouble()).isBetween(0.1, uniform);
    assertThat(figures.at("/baselines/xz/bits_per_note").asDouble()).isBetween(1.0, 60.0);
    assertThat(figures.path("bits_per_note").asDouble())
        .isLessThan(figures.at("/baselines/uniform/bits_per_note").asDouble());
    assertThat(figures.at("/baselines/uniform/model_less_this_bits_per_note").asDouble())
        .isCloseTo(
            figures.path("bits_per_note").asDouble()
                - figures.at("/baselines/uniform/bits_per_note").asDouble(),
            within(1e-9));
    assertThat(figures.path("baselines").fieldNames())
        .toIterable()
        .startsWith("ngram", "xz", "uniform", "unigram");
    String best = figures.at("/baselines/ngram/same_as").asText();
    JsonNode validation =
        PartitaRun.of(
                "model-evaluate",
                "--lake",
                lake,
                "--model",
                model,
                "--split",
                "validation",
                "--json")
            .json();
    assertThat(validation.at("/baselines/ngram/same_as").asText()).isEqualTo(best);
    for (String ngram : TokenKind.NGRAMS) {
      assertThat(validation.at("/baselines/" + ngram + "/nats_per_token").asDouble())
          .isGreaterThanOrEqualTo(
              validation.at("/baselines/" + best + "/nats_per_token").asDouble() - 1e-12);
    }
    for (String figure : List.of("nats_per_token", "bits_per_note", "bits_per_note_interval")) {
      assertThat(figures.at("/baselines/ngram").path(figure))
          .as(figure)
          .isEqualTo(figures.at("/baselines/" + best).path(figure));
    }
    assertThat(figures.at("/bits_per_note_interval/0").asDouble())
        .isLessThan(figures.path("bits_per_note").asDouble());
    long tokens =
        StreamSupport.stream(figures.path("families").spliterator(), false)
            .mapToLong(family -> family.path("tokens").asLong())
            .sum();
    assertThat(tokens).isEqualTo(figures.path("examples").asLong());

    Path out = folder.resolve("out-" + label);
    PartitaRun.line(
            "generate --model {} --out {} --count 2 --bars 2 --prompt {}" + " --prompt-bars 1",
            model,
            out,
            lake.resolveSibling(lake.getFileName() + "-midi").resolve("piece3.mid"))
        .exits(0);
    for (int number = 1; number <= 2; number++) {
      String name = label + "-s1-0" + number;
      assertThat(out.resolve(name + ".wav")).isNotEmptyFile();
      assertThat(out.resolve(name + ".png")).isNotEmptyFile();
      JsonNode told = new ObjectMapper().readTree(out.resolve(name + ".json").toFile());
      int[] ids =
          StreamSupport.stream(told.path("tokens").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .toArray();
      TokenScheme scheme = TokenSchemes.named(label).orElseThrow();
      byte[] midi = Files.readAllBytes(out.resolve(name + ".mid"));
      assertThat(scheme.encode(MidiReader.events(midi)).tokens()).containsExactly(ids);
      assertThat(told.path("prompt_tokens").asInt()).isPositive();
      assertThat(told.path("masked_mass").asDouble()).isBetween(0.0, 1.0);
    }
  }

  @Tag("full")
  @Test
  void aReportShowsItsCurvesAndFigures() throws Exception {
    train("shown", "--tokens", "remi", "--learning-rate", 0.01).exits(0);
    Path model = folder.resolve("shown");
    JsonNode figures =
        PartitaRun.line(
                "model evaluate --lake {} --model {} --split test --out {} --json",
                lake,
                model,
                model.resolve("test.json"))
            .json();
    Path report = folder.resolve("report");

    PartitaRun.of("report", "--lake", lake, "--out", report, "--no-stats").exits(0);

    String page = Files.readString(report.resolve("training.html"));
    page = page.substring(page.indexOf("<h3>" + model + "</h3>"));
    assertThat(page)
        .containsSubsequence(
            "Loss", "test</h4>", "<dt>bits per note", "<dt>five gram", "test</h4>", "<dt>pitch");
    assertThat(figures.at("/families/pitch/nats_per_token").isNumber()).isTrue();
  }

  @Test
  void instrumentsTempoAndMetreHold() throws Exception {
    Path out = folder.resolve("held");
    PartitaRun.line(
            "generate --model builtin:songs --out {} --only mid,json --bars 3 --instruments"
                + " bass,0,drums --tempo 120 --metre 3/4",
            out)
        .exits(0);
    Score score = MidiReader.read(Files.readAllBytes(out.resolve("songs-s1-01.mid")));
    assertThat(score.notes()).isNotEmpty();
    assertThat(score.notes().stream().filter(note -> note.channel() != 9))
        .allSatisfy(
            note ->
                assertThat(note.program() == 0 || note.program() / 8 == 4)
                    .as("program %d", note.program())
                    .isTrue());
    assertThat(score.tempos()).extracting(TempoEvent::microsPerQuarter).containsExactly(500_000);
    assertThat(score.timeSignatures()).extracting(TimeSignature::numerator).containsOnly(3);
    JsonNode told = new ObjectMapper().readTree(out.resolve("songs-s1-01.json").toFile());
    assertThat(told.path("bars").asInt()).isEqualTo(3);
    assertThat(told.path("tempo").asDouble()).isEqualTo(120);
    assertThat(told.path("metre").asText()).isEqualTo("3/4");
    assertThat(told.path("instruments")).hasSize(8 + 2);

    Path silent = folder.resolve("silent");
    PartitaRun.line(
            "generate --model builtin:songs --out {} --only json --instruments strings", silent)
        .exits(0);
    JsonNode unlearnt = new ObjectMapper().readTree(silent.resolve("songs-s1-01.json").toFile());
    assertThat(unlearnt.path("notes").asInt()).isZero();
    assertThat(unlearnt.path("ended").asBoolean()).as("at the limit of ids").isFalse();

    held("--metre", "7/8").mistake(Mistake.BAD_OPTION).names("--metre", "3/4", "7/8");
    held("--instruments", "violn").mistake(Mistake.BAD_OPTION).names("drums", "bass", "violn");
    held("--prompt", out.resolve("songs-s1-01.mid"), "--tempo", 100)
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--tempo", "--metre");
    held("--swing", 60).mistake(Mistake.OPTIONS_EXCLUDE).names("--swing");
  }

  @Test
  void aGateHoldsSongsAgainstRealOnes() throws Exception {
    network = TRANSFORMER;
    train("gated", "--tokens", "remi").exits(0);
    JsonNode gate =
        new ObjectMapper()
            .readTree(
                PartitaRun.line(
                        "model check {} --gate songs --lake {} --json",
                        folder.resolve("gated"),
                        lake)
                    .exits(ExitCode.NOT_GOOD_ENOUGH)
                    .out());
    assertThat(gate.path("gate").asText()).isEqualTo("songs");
    assertThat(gate.path("split").asText()).isEqualTo("validation");
    Map<String, JsonNode> checks = new LinkedHashMap<>();
    gate.path("checks").forEach(check -> checks.put(check.path("figure").asText(), check));
    assertThat(checks.keySet())
        .containsExactly(
            "notes_per_bar",
            "velocity_spread",
            "polyphony",
            "pitch_class_entropy",
            "empty_bars",
            "bars",
            "masked_mass",
            "eight_notes_of_training");
    assertThat(checks.get("masked_mass").path("ok").asBoolean()).as("hardly trained").isFalse();
    assertThat(checks.get("velocity_spread").path("real").asDouble())
        .as("velocities of 80 and 90, of which MidiTok has 79 and 91")
        .isBetween(4.0, 16.0);
    assertThat(checks.get("empty_bars").path("real").asDouble()).isZero();
    PartitaRun.line("model check builtin:drums --gate songs --lake {}", lake)
        .mistake(Mistake.WRONG_MODEL)
        .names("songs", "drums");
  }

  private PartitaRun held(Object... more) {
    return PartitaRun.of(
        Stream.concat(
                Stream.of("generate", "--model", "builtin:songs", "--out", folder.resolve("no")),
                Stream.of(more))
            .toArray());
  }

  @Test
  void mistakesAreSaidInALine() {
    train("m", "--tokens", "anticipation")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("anticipation", "--tokens", "remi", "tsd", "midi-like");
    train("m", "--tokens", "tsd")
        .mistakeAfterProgress(Mistake.NOT_PREPARED)
        .names("pieces", "tsd", 1, "--tokens", "tsd");
    train("m", "--set", "dropout=1").mistake(Mistake.BAD_OPTION).names("dropout", "1.0", 0, 1);
    PartitaRun.line(
            "train-lm --lake {} --dataset pieces --model {} --config lstm --set burnIn=5000",
            lake,
            folder.resolve("m"))
        .mistake(Mistake.BAD_OPTION)
        .names("burnIn", 5000, 0, 4096);
    network = TRANSFORMER;
    train("m", "--set", "heads=3").mistake(Mistake.BAD_OPTION).names("heads", 3, 8);
    train("m", "--set", "units=8").mistake(Mistake.BAD_OPTION).names("units", "context", "heads");
  }
}
