package io.partita.kind.musicvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.DrumSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.drum.DrumMarkov;
import io.partita.drum.NearestSlice;
import io.partita.model.slices.vae.SliceVaeScore;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Trainings on slices of a lake: equal weights in any layout, figures of each epoch, evaluations.
 */
@Tag("spark")
class TrainMusicVaeTest extends MusicVaeTrainingFixture {
  @Tag("full")
  @Test
  void theSameWeightsOnOneCoreAndOnTwo() throws IOException {
    Object[] flat = {
      "--config", "cat-drums_2bar_tiny", "--batch", 8, "--epochs", 2, "--workers", 2
    };
    PartitaRun.on("local[1]", command("one", flat)).exits(0);
    PartitaRun.on("local[2]", command("two", flat)).exits(0);
    assertThat(weights("one")).isEqualTo(weights("two"));
    assertThat(card("two").at("/provenance/examples").asLong()).isEqualTo(slices(2, "train"));
  }

  @Tag("full")
  @Test
  void aHierarchicalOneIsTrainedAndResumed() throws IOException {
    Object[] hierarchical = {
      "--config", "hier-drums_4bar_tiny", "--set", "conductorUnits=[8, 8]", "--batch", 8
    };
    List<Object> twice = new ArrayList<>(List.of(hierarchical));
    twice.addAll(List.of("--epochs", 2));
    train("whole", twice.toArray()).exits(0);
    List<Object> once = new ArrayList<>(List.of(hierarchical));
    once.addAll(List.of("--epochs", 1));
    train("longer", once.toArray()).exits(0);
    twice.add("--resume");
    train("longer", twice.toArray()).exits(0);
    assertThat(weights("longer")).isEqualTo(weights("whole"));
    assertThat(card("whole").at("/config/segments").asInt()).isEqualTo(4);
    assertThat(card("whole").at("/provenance/examples").asLong()).isEqualTo(slices(4, "train"));
  }

  @Test
  void eachEpochTellsTheFiguresOfTrainingAndValidation() throws IOException {
    List<String> lines = Files.readAllLines(SAMPLE.model().resolve("metrics.jsonl"));
    JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(last.path("epoch").asDouble()).isEqualTo(4);
    for (String split : List.of("training", "validation")) {
      JsonNode figures = last.path(split);
      assertThat(figures.path("kl_bits").asDouble())
          .isCloseTo(figures.path("kl_nats").asDouble() / Math.log(2), within(1e-9));
      assertThat(figures.path("loss").asDouble())
          .isGreaterThanOrEqualTo(figures.path("reconstruction_nats").asDouble());
      assertThat(figures.path("accuracy_teacher_forced").asDouble()).isBetween(0.2, 1.0);
      assertThat(figures.path("accuracy_free_running").asDouble()).isBetween(0.2, 1.0);
    }
    assertThat(last.at("/schedules/beta").asDouble()).isEqualTo(0.2);
    assertThat(last.at("/schedules/sampling_probability").asDouble())
        .isEqualTo(1 - 1000 / (1000 + Math.exp((last.path("iteration").asLong() - 1) / 1000.0)));
    assertThat(last.path("learning_rate").asDouble()).isLessThan(0.003).isGreaterThan(0.0029);
  }

  @InTurn
  @Test
  void aCapChoosesSlicesOfAFileByTheSeed() throws IOException {
    Object[] capped = {"--config", "cat-drums_2bar_tiny", "--cap", 2, "--batch", 4, "--epochs", 1};
    train("capped", capped).exits(0);
    long files =
        DuckDb.number(
            "SELECT count(DISTINCT path) FROM %s WHERE split = 'train'"
                .formatted(DuckDb.table(SAMPLE.lake(), "drum_slices")));
    assertThat(card("capped").at("/provenance/examples").asLong()).isEqualTo(2 * files);
    assertThat(card("capped").at("/provenance/left_out").fieldNames())
        .toIterable()
        .allMatch(reason -> reason.startsWith("files without a slice ("));

    Object[] other = {
      "--config", "cat-drums_2bar_tiny", "--cap", 1, "--batch", 4, "--epochs", 1, "--resume"
    };
    train("capped", other).mistakeAfterProgress(Mistake.NOT_RESUMABLE).names("--cap", 2, 1);
    List<Object> replacing = new ArrayList<>(List.of(other));
    replacing.add("--replace");
    train("capped", replacing.toArray()).exits(0).warns("--cap", 2, 1);
    assertThat(card("capped").at("/provenance/examples").asLong()).isEqualTo(files);
  }

  @InTurn
  @Test
  void anotherModelIsMeasuredOnTheSameSlices() throws IOException {
    Path untrained = folder.resolve("untrained");
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), untrained);
    Path out = folder.resolve("e/beats.json");
    PartitaRun run = evaluate(SAMPLE.model(), "--against", untrained, "--out", out).exits(0);
    JsonNode figures = JSON.readTree(out.toFile());

    Object[] validated = {"--dataset", DrumSample.DATASET, "--split", "validation", "--json"};
    PartitaRun elsewhere = evaluate(untrained, validated);
    JsonNode alone = elsewhere.json();
    assertThat(figures.path("split").asText())
        .as("where models are chosen")
        .isEqualTo("validation");
    elsewhere.warns(untrained); // the data that it was trained on is in no lake
    assertThat(alone.at("/baselines/trigram/nats").isNull()).isTrue();
    assertThat(alone.at("/baselines/nearest/accuracy").isNull()).isTrue();
    assertThat(alone.at("/baselines/previous_bar/accuracy").isNumber()).isTrue();
    assertThat(alone.path("also_in_training").isNull()).isTrue();
    assertThat(alone.path("training").isNull()).isTrue();
    for (String figure : List.of("elbo_nats", "accuracy_free_running")) {
      assertThat(figures.at("/differences/" + figure + "/difference").asDouble())
          .as(figure)
          .isCloseTo(
              figures.path(figure).asDouble() - figures.path("against").path(figure).asDouble(),
              within(1e-9));
    }
    assertThat(figures.path("against").fieldNames())
        .toIterable()
        .contains("accuracy_free_running", "accuracy_teacher_forced", "drums", "intervals")
        .allSatisfy(
            name ->
                assertThat(figures.path("against").path(name))
                    .as(name)
                    .isEqualTo(alone.path(name)));
    assertThat(figures.path("against").path("model").asText()).isEqualTo(untrained.toString());
    assertThat(run.out()).contains("against " + untrained).containsPattern("(?s)snare.*snare");
    evaluate(untrained, "--against", NoteSample.get().model("window"))
        .mistake(Mistake.NOT_COMPARABLE)
        .names(untrained, "musicvae", NoteSample.get().model("window"), "note-lstm");
    Path longer = folder.resolve("longer");
    UntrainedModel.write(MusicVae.named("hier-drums_4bar_tiny"), longer);
    evaluate(untrained, "--against", longer)
        .mistake(Mistake.NOT_COMPARABLE)
        .names(untrained, "32 steps", longer, "64 steps");
    assertThat(PartitaRun.of("model-check", "--evaluation", out, "--beat", "unigram").out())
        .contains("elbo_nats, unigram", "accuracy_teacher_forced ", "of 4 checks");
  }

  private static PartitaRun evaluate(Path model, Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("model-evaluate", "--model", model, "--lake", SAMPLE.lake()));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  @InTurn
  @Test
  void evaluatesASplit() throws IOException {
    JsonNode drawn =
        PartitaRun.of(
                "model-evaluate", "--model", SAMPLE.model(), "--lake", SAMPLE.lake(), "--json")
            .json();
    assertThat(drawn.path("examples").asLong()).isEqualTo(slices(2, "test"));
    assertThat(drawn.path("loss").asDouble()).isPositive();
    assertThat(drawn.at("/drums/kick/hits").asLong()).isPositive();
    assertThat(drawn.at("/drums/ride/recall").isNull()).isTrue();
    assertThat(drawn.path("z").asText()).isEqualTo("drawn");
    List<int[]> train = steps("train");
    List<int[]> test = steps("test");
    DrumMarkov markov = markov(train);
    for (int order = 0; order <= DrumMarkov.MAX_ORDER; order++) {
      int ofOrder = order;
      int right = test.stream().mapToInt(slice -> markov.right(ofOrder, slice)).sum();
      String name = order == 0 ? "majority" : "markov" + order;
      assertThat(drawn.at("/baselines/" + name + "/accuracy").asDouble())
          .isCloseTo(right / (32.0 * test.size()), within(1e-9));
    }
    assertThat(drawn.at("/baselines/previous_bar/accuracy").asDouble()).isBetween(0.5, 1.0);
    int copied = 0;
    for (int[] slice : test) {
      for (int step = 0; step < slice.length; step++) {
        copied += slice[step] == slice[step % 16] ? 1 : 0;
      }
    }
    assertThat(drawn.at("/baselines/copied_bar/accuracy").asDouble())
        .isCloseTo(copied / (32.0 * test.size()), within(1e-9));
    NearestSlice nearest = new NearestSlice(train);
    assertThat(drawn.at("/baselines/nearest/accuracy").asDouble())
        .isCloseTo(
            test.stream().mapToInt(nearest::equalSteps).sum() / (32.0 * test.size()), within(1e-9));
    assertThat(drawn.at("/baselines/nearest/bits").asDouble()).isEqualTo(nearest.bits());
    assertThat(drawn.at("/baselines/trigram/nats").asDouble())
        .isLessThan(drawn.at("/baselines/unigram/nats").asDouble());
    assertThat(drawn.at("/baselines/trigram/intervals/nats")).hasSize(2);
    assertThat(drawn.path("elbo_nats").asDouble())
        .isCloseTo(
            drawn.path("reconstruction_nats").asDouble() + drawn.path("kl_nats").asDouble(),
            within(1e-9));
    assertThat(drawn.fieldNames())
        .toIterable()
        .as("bounded by the number of slices")
        .noneMatch(name -> name.contains("mutual_information") || name.contains("marginal"));
    Set<IntBuffer> learnt = new HashSet<>();
    train.forEach(slice -> learnt.add(IntBuffer.wrap(slice)));
    assertThat(drawn.path("also_in_training").asLong())
        .isEqualTo(test.stream().filter(slice -> learnt.contains(IntBuffer.wrap(slice))).count());
    assertThat(drawn.at("/training/examples").asLong())
        .isEqualTo(Math.min(train.size(), test.size()));
    assertThat(drawn.at("/training/elbo_nats").isNumber()).isTrue();
    assertThat(drawn.path("intervals").fieldNames())
        .toIterable()
        .startsWith(SliceVaeScore.MEANS.toArray(String[]::new))
        .endsWith(SliceVaeScore.HISTORY)
        .hasSize(SliceVaeScore.MEANS.size() + 1);
    assertThat(
            PartitaRun.on(
                    "local[1]",
                    "model-evaluate",
                    "--model",
                    SAMPLE.model(),
                    "--lake",
                    SAMPLE.lake(),
                    "--json")
                .json())
        .isEqualTo(drawn);
    JsonNode mean =
        PartitaRun.line(
                "model evaluate --model {} --lake {} --z mean --json",
                SAMPLE.model(),
                SAMPLE.lake())
            .json();
    assertThat(mean.path("kl_nats")).isEqualTo(drawn.path("kl_nats"));
    assertThat(mean.path("reconstruction_nats")).isNotEqualTo(drawn.path("reconstruction_nats"));
    ObjectNode ours = mean.deepCopy();
    ours.remove("baselines"); // these are densities of slices, without a z
    for (String bound : List.of("elbo_nats", "elbo_nats_fitted", "bits_per_step", "loss")) {
      assertThat(ours.findValues(bound)).as("%s is none of a posterior's mean", bound).isEmpty();
    }
    PartitaRun table =
        PartitaRun.of("model-evaluate", "--model", SAMPLE.model(), "--lake", SAMPLE.lake())
            .exits(0);
    table.says(2, "bars", "test");
    assertThat(table.out())
        .contains("teacher_forced", "snare")
        .containsPattern("\\nmodel +test +95 % +training\\n")
        .containsPattern("\\nelbo_nats +[0-9.]+ +\\[[0-9., ]+\\] +[0-9.]+\\n")
        .containsPattern("\\nBaselines\\b.*\\btrain\\b.*\\bbeats\\n")
        .containsPattern("\\nmajority +accuracy +[0-9.]+ +\\[[0-9., ]+\\]\\n")
        .containsPattern("\\nprevious_bar +accuracy +[0-9.]+ +\\[[0-9., ]+\\]\\n");
  }

  /** A split's slices of two bars, in the table's order. */
  private static List<int[]> steps(String split) {
    return DuckDb.texts(
            ("SELECT array_to_string(steps, ' ') FROM %s WHERE bars = 2"
                    + " AND split = '%s' ORDER BY source, path, piece, start_step")
                .formatted(DuckDb.table(SAMPLE.lake(), "drum_slices"), split))
        .stream()
        .map(TrainMusicVaeTest::masks)
        .toList();
  }

  private static int[] masks(String text) {
    String[] words = text.split(" ", -1);
    int[] masks = new int[words.length];
    for (int step = 0; step < masks.length; step++) {
      masks[step] = Integer.parseInt(words[step]);
    }
    return masks;
  }

  private static DrumMarkov markov(List<int[]> train) {
    Map<Long, DrumMarkov.Seen> grams = new HashMap<>();
    for (int number = 0; number < train.size(); number++) {
      DrumMarkov.seen(number, train.get(number))
          .forEach(seen -> grams.merge(seen.gram(), seen, DrumMarkov.Seen::plus));
    }
    Map<Long, DrumMarkov.Seen> best = new HashMap<>();
    grams.forEach(
        (gram, seen) -> best.merge(DrumMarkov.history(gram), seen, DrumMarkov.Seen::moreFrequent));
    return new DrumMarkov(best.values().stream().mapToLong(DrumMarkov.Seen::gram).toArray());
  }

  @Test
  void mistakesAreOneLine() {
    train("x", "--config", "cat-drums")
        .mistake(Mistake.BAD_OPTION)
        .names("--config", "cat-drums", "cat-drums_2bar_small");
    train("x", "--set", "freebits=1").mistake(Mistake.BAD_OPTION).names("freebits", "[config");
    train("x", "--set", "steps=48").mistake(Mistake.BAD_OPTION).names("32", "64", "2", "4", "48");
    train("x", "--device", "cuda").mistake(Mistake.NO_DEVICE).names("--device");
    train("x", "--cap", 0).mistake(Mistake.BAD_OPTION).names("--cap", "1", "0");
    train("x", "--batch", 5000)
        .mistakeAfterProgress(Mistake.TOO_FEW_EXAMPLES)
        .names("5,000", 1, "5,000");
    NoteSample notes = NoteSample.get();
    PartitaRun.line(
            "train-musicvae --lake {} --dataset {} --model {}",
            notes.lake(),
            NoteSample.DATASET,
            folder.resolve("x"))
        .mistakeAfterProgress(Mistake.NOT_PREPARED)
        .names("lines", "2 bars", "slice drums", "--dataset", "lines", "--bars", "2");
    PartitaRun.of(
            "model-evaluate",
            "--model",
            notes.model("window"),
            "--lake",
            notes.lake(),
            "--z",
            "mean")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--z");
    PartitaRun.of(
            "model-evaluate", "--model", SAMPLE.model(), "--lake", SAMPLE.lake(), "--split", "dev")
        .mistake(Mistake.NO_SUCH_SPLIT)
        .names("beats", "dev", "[test, train, validation]");
  }
}
