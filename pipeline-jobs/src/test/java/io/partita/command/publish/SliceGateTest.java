package io.partita.command.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.lake.run.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate for models of drum loops, by one that was trained for a second. */
@InTurn
@Tag("spark")
class SliceGateTest {
  @TempDir private static Path folder;
  private static Path lake;
  private static String slices;
  private static JsonNode answer;

  @BeforeAll
  static void trainAndCheck() throws Exception {
    lake = folder.resolve("lake");
    SharedFolders.copy(DrumSample.get().lake(), lake);
    slices = DuckDb.table(lake, "drum_slices") + " WHERE bars = 2 AND ";
    List<Object> train = new ArrayList<>(List.of("train", "drum-gpt", "--lake", lake));
    train.addAll(List.of("--dataset", DrumSample.DATASET, "--model", folder.resolve("m")));
    train.addAll(List.of("--set", "size=12", "--set", "layers=1", "--batch", 8, "--iterations", 4));
    PartitaRun.of(train.toArray()).exits(0);
    answer = gate("m", "--split", "test");
  }

  private static JsonNode gate(String model, Object... more) throws Exception {
    List<Object> command = new ArrayList<>(List.of("model", "check", folder.resolve(model)));
    command.addAll(List.of("--gate", "drums", "--lake", lake));
    command.addAll(List.of(more));
    command.add("--json");
    return new ObjectMapper()
        .readTree(PartitaRun.of(command.toArray()).exits(ExitCode.NOT_GOOD_ENOUGH).out());
  }

  private static JsonNode check(String figure) {
    return check(answer, figure);
  }

  private static JsonNode check(JsonNode answer, String figure) {
    for (JsonNode check : answer.path("checks")) {
      if (check.path("figure").asText().equals(figure)) {
        return check;
      }
    }
    throw new AssertionError(figure + " is not in " + answer);
  }

  @Test
  void nothingThatWasHardlyTrainedPasses() {
    assertThat(answer.path("checks")).hasSize(2 + 3 + 9 + 1 + 1);
    assertThat(answer.path("slices").asInt()).isEqualTo(1000);
    assertThat(answer.path("seeds").toString()).isEqualTo("[1,2,3,4,5]");
    assertThat(answer.path("split").asText()).isEqualTo("test");
    assertThat(answer.path("temperature").asDouble()).isEqualTo(1);
    assertThat(answer.path("gate").asText()).isEqualTo("drums");
    assertThat(answer.path("model_kind").asText()).isEqualTo("drum-gpt");
    assertThat(check("nats_per_slice").path("ok").asBoolean()).isFalse();
    assertThat(check("history_nats").path("ok").asBoolean()).isFalse();
    long failed = 0;
    for (JsonNode check : answer.path("checks")) {
      failed += check.path("ok").asBoolean() ? 0 : 1;
    }
    assertThat(answer.path("failed").asLong()).isEqualTo(failed);
  }

  @Test
  void theVerdictIsKeptBesideTheModel() throws Exception {
    JsonNode kept = new ObjectMapper().readTree(folder.resolve("m/check.json").toFile());
    JsonNode card = new ObjectMapper().readTree(folder.resolve("m/model.json").toFile());
    assertThat(kept.path("gate").asText()).isEqualTo("drums");
    assertThat(kept.path("dataset").asText()).isEqualTo(DrumSample.DATASET);
    assertThat(kept.path("model_run_id").asText())
        .isEqualTo(card.at("/card/provenance/run_id").asText())
        .isNotEmpty();
    assertThat(kept.path("version").asText())
        .isEqualTo(card.at("/card/provenance/version").asText());
    assertThat(kept.path("checks")).hasSameSizeAs(answer.path("checks"));
    for (JsonNode check : kept.path("checks")) {
      assertThat(check.path("bound").asText()).as("%s", check).isNotEmpty();
      assertThat(check.path("ok").isBoolean()).as("%s", check).isTrue();
      assertThat(check.path("model").isNumber()).as("%s", check).isTrue();
    }
  }

  @Test
  void itSaysHowOftenFewerDrawsWouldPass() {
    assertThat(answer.path("slices_in_set").asInt()).isEqualTo(500);
    double least = 1;
    for (String figure : List.of("backbeats", "hits", "share_kick", "copies_of_training")) {
      double passes = check(figure).path("passes").asDouble();
      assertThat(passes * 10).as(figure).isBetween(0.0, 10.0).isEqualTo(Math.rint(passes * 10));
      least = Math.min(least, passes);
    }
    assertThat(answer.path("sets_passing").asDouble()).isBetween(0.0, least);
    assertThat(check("nats_per_slice").path("passes").isNull()).isTrue();
  }

  @Test
  void densityIsThatOfAnEvaluationOnTest() {
    JsonNode figures =
        PartitaRun.of("model-evaluate", "--model", folder.resolve("m"), "--lake", lake, "--json")
            .json();
    assertThat(figures.path("split").asText()).isEqualTo("test");
    for (String figure : List.of("nats_per_slice", "history_nats")) {
      assertThat(check(figure).path("model").asDouble()).isEqualTo(figures.path(figure).asDouble());
    }
  }

  @Test
  void aVaeIsHeldByItsTightestBoundAndByItsMean() throws Exception {
    Path model = folder.resolve("vae");
    List<Object> train = new ArrayList<>(List.of("train", "musicvae", "--lake", lake));
    train.addAll(List.of("--dataset", DrumSample.DATASET, "--model", model, "--iterations", 4));
    train.addAll(List.of("--config", "cat-drums_2bar_tiny"));
    PartitaRun.of(train.toArray()).exits(0);
    JsonNode held = gate("vae", "--split", "test");
    List<Object> evaluate = List.of("model-evaluate", "--model", model, "--lake", lake, "--json");
    List<Object> drawn = new ArrayList<>(evaluate);
    drawn.addAll(List.of("--iwae", 64));
    JsonNode bound = PartitaRun.of(drawn.toArray()).json();
    List<Object> atMean = new ArrayList<>(evaluate);
    atMean.addAll(List.of("--z", "mean"));
    JsonNode mean = PartitaRun.of(atMean.toArray()).json();
    assertThat(check(held, "iwae_nats").path("model").asDouble())
        .isEqualTo(bound.path("iwae_nats").asDouble())
        .isLessThan(bound.path("elbo_nats").asDouble());
    assertThat(check(held, "accuracy_free_running").path("model").asDouble())
        .isEqualTo(mean.path("accuracy_free_running").asDouble());
    assertThat(check(held, "history_nats").path("model").asDouble())
        .isEqualTo(bound.path("history_nats").asDouble());
  }

  @Test
  void realFiguresAreThoseOfTheTable() {
    String test = slices + "split = 'test'";
    assertThat(answer.path("real_slices").asLong())
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + test));
    assertThat(check("hits").path("real").asDouble())
        .isCloseTo(
            Double.parseDouble(DuckDb.texts("SELECT avg(n_hits) FROM " + test).get(0)),
            within(1e-9));
    String kicks = "list_sum(list_transform(steps, mask -> mask & 1))";
    assertThat(check("share_kick").path("real").asDouble())
        .isCloseTo(
            Double.parseDouble(
                DuckDb.texts("SELECT sum(" + kicks + ") / sum(n_hits) FROM " + test).get(0)),
            within(1e-9));
    String learnt = "slice_hash IN (SELECT slice_hash FROM " + slices + "split = 'train')";
    assertThat(check("copies_of_training").path("real").asDouble())
        .isCloseTo(
            Double.parseDouble(
                DuckDb.texts("SELECT avg(CAST(" + learnt + " AS INTEGER)) FROM " + test).get(0)),
            within(1e-9));
  }

  @Test
  void figuresHaveTheIntervalOfTheFilesAndTheSpreadOfTheSeeds() {
    String test = slices + "split = 'test'";
    assertThat(answer.path("real_files").asLong())
        .isEqualTo(DuckDb.number("SELECT count(DISTINCT source || path) FROM " + test));
    for (String figure : List.of("backbeats", "bar_similarity", "hits", "share_kick")) {
      JsonNode check = check(figure);
      assertThat(check.path("spread").asDouble()).as(figure).isPositive();
      assertThat(check.path("real").asDouble())
          .as(figure)
          .isBetween(check.at("/interval/low").asDouble(), check.at("/interval/high").asDouble());
    }
    assertThat(check("nats_per_slice").path("spread").isNull()).isTrue();
    assertThat(check("nats_per_slice").path("interval").isNull()).isTrue();
  }

  @Test
  void modelsAreChosenOnValidationUnlessTestIsAskedFor() throws Exception {
    JsonNode validation = gate("m", "--temperature", 0.5);
    assertThat(validation.path("split").asText()).isEqualTo("validation");
    assertThat(validation.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(validation.path("real_slices").asLong())
        .isEqualTo(DuckDb.number("SELECT count(*) FROM " + slices + "split = 'validation'"));
    assertThat(check(validation, "hits").path("model").asDouble())
        .isNotEqualTo(check("hits").path("model").asDouble());
  }

  @Test
  void aLoopLastsItsBars() {
    assertThat(check("wav_seconds").path("model").asDouble()).isEqualTo(2 * 4 * 0.5);
    assertThat(check("wav_seconds").path("ok").asBoolean()).isTrue();
  }

  @Test
  void whatTheGateNeedsIsSaid() {
    PartitaRun.of("model", "check", "builtin:songs", "--gate", "drums", "--lake", lake)
        .mistake(Mistake.WRONG_MODEL)
        .names("builtin:songs", "drums");
    PartitaRun.of("model", "check", folder.resolve("m"), "--gate", "bass", "--lake", lake)
        .mistake(Mistake.BAD_OPTION)
        .names("--gate", "drums", "melody", "bass");
    PartitaRun.of("model", "check", folder.resolve("m"), "--gate", "melody", "--lake", lake)
        .mistake(Mistake.WRONG_MODEL)
        .names("m", "--gate melody");
    PartitaRun.of("model", "check", folder.resolve("m"), "--gate", "drums")
        .mistake(Mistake.MISSING_OPTION)
        .names("--gate", "--lake");
    PartitaRun.line(
            "model check {} --gate drums --lake {} --split train", folder.resolve("m"), lake)
        .mistake(Mistake.BAD_OPTION)
        .names("--split", "validation", "test", "train");
    PartitaRun.of("model", "check", "--evaluation", "e.json", "--split", "test")
        .mistake(Mistake.MISSING_OPTION)
        .names("--evaluation", "--gate");
    PartitaRun.of("model", "check", folder.resolve("m"))
        .mistake(Mistake.MISSING_OPTION)
        .names("--evaluation", "--gate");
  }
}
