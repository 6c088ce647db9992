package io.partita.command.publish;

import static io.partita.Naming.assertEach;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.Mistake;
import io.partita.PartitaRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the gate and what does not, by evaluations as {@code model evaluate} writes them. */
@Tag("spark")
class CheckModelTest {
  @TempDir private Path folder;

  private PartitaRun check(String evaluation, Object... more) throws IOException {
    Path file = Files.writeString(folder.resolve("e.json"), evaluation);
    List<Object> command = new ArrayList<>(List.of("model-check", "--evaluation", file));
    command.addAll(List.of(more));
    return PartitaRun.of(command.toArray());
  }

  private static String notes(String nats, String top1, String against) {
    return """
    {"cross_entropy_nats": %s, "top1": %s, "model": "models/bach", "model_kind": "note-lstm",
     "network_sha256": "ab", "split": "validation", "baselines": {"unigram": {"cross_entropy_nats": 3.0, "top1": 0.1},
     "bigram": {"cross_entropy_nats": 2.5}, "trigram": {"cross_entropy_nats": "NaN"}}%s}\
    """
        .formatted(nats, top1, against);
  }

  private static String against(String nats, String top1) {
    return ", \"against\": {\"cross_entropy_nats\": %s, \"top1\": %s}".formatted(nats, top1);
  }

  private static String drums(String free, String forced) {
    return """
    {"elbo_nats": 70.0, "accuracy_free_running": %s, "accuracy_teacher_forced": %s,
     "model": "models/drums", "model_kind": "musicvae", "network_sha256": "cd",
     "split": "validation",
     "baselines": {"majority": {"accuracy": 0.2}, "unigram": {"nats": 87.0},
       "bigram": {"nats": 70.0}, "trigram": {"nats": null}},
     "against": {"elbo_nats": 69, "accuracy_free_running": 0.5, "accuracy_teacher_forced": 0.6}}\
    """
        .formatted(free, forced);
  }

  @ParameterizedTest
  @CsvSource({
    "2.04, 0.49, 0.02, 0", // both worse by just the share
    "1.5, 0.9, 0.02, 0",
    "2.05, 0.5, 0.02, 1",
    "2.0, 0.48, 0.02, 1",
    "2.05, 0.48, 0.02, 2",
    "2.05, 0.48, 0.1, 0",
    "2.0, 0.5, 0, 0",
    "2.0001, 0.5, 0, 1",
    "\"NaN\", 0.5, 1, 1",
    "null, null, 1, 2",
  })
  void aNoteModelMustNotBeMuchWorse(String nats, String top1, double maxWorse, int failed)
      throws IOException {
    PartitaRun run =
        check(notes(nats, top1, against("2.0", "0.5")), "--max-worse", maxWorse)
            .exits(failed == 0 ? 0 : 3);

    assertThat(run.outLines()).last().isEqualTo(failed + " of 2 checks failed.");
    assertThat(run.out().split("FAILED", -1)).hasSize(failed + 1);
    assertThat(run.err()).isEmpty();
  }

  /** A share of a density's nats would ask for a better one where they are below 0. */
  @ParameterizedTest
  @CsvSource({
    "-0.68, -0.70, 0.02, 0",
    "-0.67, -0.70, 0.02, 1",
    "0.02, 0, 0.02, 0",
    "0.03, 0, 0.02, 1",
    "-0.71, -0.70, 0, 0",
    "\"NaN\", -0.70, 1, 1",
  })
  void aVaeOfAudioMustNotBeMuchWorseInNats(String nats, String best, double maxWorse, int failed)
      throws IOException {
    String evaluation =
        """
        {"elbo_nats_per_value": %s, "model": "models/sounds", "model_kind": "cvae",
         "network_sha256": "ef", "split": "validation",
         "baselines": {"gaussian_per_band": {"nats_per_value": -0.05}},
         "against": {"elbo_nats_per_value": %s}}
        """
            .formatted(nats, best);

    PartitaRun run = check(evaluation, "--max-worse", maxWorse).exits(failed == 0 ? 0 : 3);

    assertThat(run.outLines()).last().isEqualTo(failed + " of 1 checks failed.");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2.01, 0.495, 0", // at the worse ends
    "2.011, 0.495, 1", // within the share, but outside of the interval
    "2.01, 0.494, 1",
    "1.0, 1.0, 0", // outside at the better end
  })
  void aNoteModelMustBeWithinTheBestOnesInterval(String nats, String top1, int failed)
      throws IOException {
    String against =
        against("2.0", "0.5")
            .replaceFirst(
                "}$",
                ", \"intervals\": {\"cross_entropy_nats\": [1.99, 2.01], \"top1\": [0.495,"
                    + " 0.505]}}");

    PartitaRun run = check(notes(nats, top1, against)).exits(failed == 0 ? 0 : 3);

    assertThat(run.outLines()).last().asString().is(naming(failed, 2));
    run.says("at most 2.0100", "2.0000", "95 %", "1.9900", "2.0100")
        .says("at least 0.4950", "0.5000", "95 %", "0.4950", "0.5050");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 0", // of no figure
        "null | 0",
        "{\"cross_entropy_nats\": null} | 0",
        "{\"cross_entropy_nats\": [1.5, 2.5]} | 0", // the share is what is less
        "{\"cross_entropy_nats\": [\"NaN\", \"NaN\"]} | 1",
        "{\"cross_entropy_nats\": 2} | 1",
      })
  void anIntervalMayBeMissingButNotBeLost(String intervals, int failed) throws IOException {
    String against =
        against("2.0", "0.5").replaceFirst("}$", ", \"intervals\": " + intervals + "}");

    assertThat(check(notes("2.04", "0.5", against)).exits(failed == 0 ? 0 : 3).outLines())
        .last()
        .isEqualTo(failed + " of 2 checks failed.");
    check(notes("2.041", "0.5", against)).exits(3);
  }

  @Test
  void differencesAreShownWhereTheyAreKnown() throws IOException {
    String differences =
        """
        , "differences": {"cross_entropy_nats": {"difference": -0.0123, "interval": [-0.02, -0.01]},
         "top1": null}\
        """;
    String evaluation = notes("2.0", "0.5", against("2.0", "0.5") + differences);

    assertThat(check(evaluation).exits(0).outLines())
        .first()
        .asString()
        .is(naming("cross_entropy_nats", "-0.0123", "95 %", "-0.0200", "-0.0100"));
    assertThat(
            check(evaluation, "--json")
                .json()
                .at("/differences/cross_entropy_nats/difference")
                .asDouble())
        .isEqualTo(-0.0123);
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "train"})
  void noModelIsChosenByWhatIsKeptForTheLastWordOrWasLearnt(String split) throws IOException {
    String evaluation =
        notes("2.0", "0.5", against("2.0", "0.5")).replace("\"validation\"", "\"" + split + "\"");

    check(evaluation).mistake(Mistake.MISMATCH).names(folder.resolve("e.json"), split, "--split");
  }

  @Test
  void aPersonReadsATable() throws IOException {
    assertEach(
        check(notes("2.1", "0.5", against("2.0", "0.5")), "--beat", "bigram").outLines(),
        naming("check", "found", "wanted"),
        naming("ok", "top1", "0.5000", "at least 0.4900", "0.5000"),
        naming("ok", "cross_entropy_nats", "bigram", "2.1000", "below 2.5000"),
        naming("FAILED", "cross_entropy_nats", "2.1000", "at most 2.0400", "2.0000"),
        naming(),
        naming(1, 3));
  }

  @Test
  void theLineOfANoteModelIsSaid() throws IOException {
    String top = ", \"line\": \"top\"" + against("2.0", "0.5");
    check(notes("2.0", "0.5", top)).exits(0).says("models/bach", "top");
    JsonNode answer = check(notes("2.0", "0.5", top), "--json").json();
    assertThat(answer.path("line").asText()).isEqualTo("top");
    assertThat(check(notes("2.0", "0.5", against("2.0", "0.5")), "--json").json().has("line"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.6, unigram, 0",
    "0.49, 0.588, unigram, 0",
    "0.48, 0.6, unigram, 1",
    "0.5, 0.58, unigram, 1",
    "0.51, 0.6, bigram, 1", // as good is not better
    "0.5, 0.6, trigram, 1", // a density that could not be counted
  })
  void aMusicVaeIsHeldToItsBoundAndItsAccuracies(
      String free, String forced, String beat, int failed) throws IOException {
    JsonNode answer =
        check(drums(free, forced), "--beat", beat, "--json")
            .exits(failed == 0 ? 0 : 3)
            .jsonWhateverTheExit();

    assertThat(answer.path("failed").asInt()).isEqualTo(failed);
    assertThat(answer.path("published").asBoolean()).isTrue();
    assertThat(answer.path("network_sha256").asText()).isEqualTo("cd");
    assertThat(answer.path("checks")).hasSize(4);
    assertThat(answer.at("/checks/3/check").asText()).isEqualTo("elbo_nats, " + beat);
  }

  @Test
  void aMusicVaesBoundMustBeBelowADensity() throws IOException {
    String better = drums("0.5", "0.6").replaceFirst("70.0", "69.9");
    check(better, "--beat", "bigram")
        .exits(0)
        .says("ok", "elbo_nats", "bigram", "69.9000", "70.0000");
    check(drums("0.5", "0.6").replaceFirst("70.0", "70.4"))
        .exits(3)
        .says("FAILED", "elbo_nats", "70.4000", "70.3800", "69.0000");
  }

  @Test
  void theFirstModelHasNothingToBeHeldAgainst() throws IOException {
    PartitaRun run =
        check(notes("2.9", "0.1", ", \"against\": null"), "--beat", "unigram").exits(0);
    assertThat(run.outLines()).first().asString().is(naming("models/bach"));
    assertThat(run.outLines()).last().asString().is(naming(0, 3));

    check(notes("\"NaN\"", "0.1", ", \"against\": null")).exits(3).says(1, 2);
    check(notes("2.9", "0.1", ", \"against\": null"), "--beat", "trigram")
        .exits(3)
        .says("FAILED", "cross_entropy_nats", "trigram", "2.9000", "NaN");
  }

  @Test
  void withoutAFigureOfThePublishedModelNothingIsKnown() throws IOException {
    check(notes("2.0", "0.5", ", \"against\": {\"top1\": 0.5}"))
        .exits(3)
        .says("FAILED", "cross_entropy_nats", "2.0000", "-");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0001, 0.6, 1", // more than all
    "-0.1, -0.1, 2",
    "1e999, 0.6, 1",
    "0.6, \"Infinity\", 1",
  })
  void aShareIsOfOneWhole(String free, String forced, int failed) throws IOException {
    for (String against :
        List.of(
            "null",
            "{\"elbo_nats\": 70, \"accuracy_free_running\": 0,"
                + " \"accuracy_teacher_forced\": 0}")) {
      PartitaRun run =
          check(
                  drums(free, forced)
                      .replaceFirst("(?s)\"against\": .*", "\"against\": " + against + "}"),
                  "--json")
              .exits(3);
      assertThat(run.jsonWhateverTheExit().path("failed").asInt()).isEqualTo(failed);
    }
    check(
            drums("0.6", "0.6")
                .replace(
                    "0.5, \"accuracy_teacher_forced\": 0.6", "2, \"accuracy_teacher_forced\": 0.6"))
        .exits(3);
    check(drums("0.6", "0.6").replace("\"nats\": 87.0", "\"nats\": -1"), "--beat", "unigram")
        .exits(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"NaN\"", "\"-Infinity\"", "1e999"})
  void noFigureMayBeLostThoughItIsHeldAgainstNothing(String loss) throws IOException {
    PartitaRun run =
        check(drums("0.6", "0.6").replaceFirst("\\{", "{\"loss\": " + loss + ", "), "--json")
            .exits(3);
    JsonNode answer = run.jsonWhateverTheExit();
    assertThat(answer.path("failed").asInt()).isEqualTo(1);
    assertThat(answer.path("checks").path(3).path("check").asText()).isEqualTo("loss");
    assertThat(answer.path("checks").path(3).path("wanted").asText()).isEqualTo("a finite number");
  }

  @Test
  void anEvaluationIsOneObjectOfBoundedSize() throws IOException {
    String good = drums("0.6", "0.6");
    check(good).exits(0);
    for (String bad :
        List.of(
            good + "x",
            good + good,
            good.replaceFirst("\\{", "{\"model_kind\": \"musicvae\", "),
            "[".repeat(100_000))) {
      check(bad).mistake(Mistake.MALFORMED_FILE).names(folder.resolve("e.json"), "--out");
    }
    PartitaRun.of("model-check", "--evaluation", "/dev/zero")
        .mistake(Mistake.TOO_LARGE)
        .names("zero", "4,194,304");
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    Path file = folder.resolve("e.json");
    String good = notes("2.0", "0.5", against("2.0", "0.5"));
    check(notes("2.0", "0.5", "")).mistake(Mistake.NOT_PREPARED).names(file, "--against");
    check(good, "--beat", "markov1")
        .mistake(Mistake.BAD_OPTION)
        .names("markov1", "models/bach", "cross_entropy_nats", "unigram", "bigram", "trigram");
    check(drums("0.5", "0.6"), "--beat", "markov4")
        .mistake(Mistake.BAD_OPTION)
        .names("markov4", "models/drums", "nats", "unigram", "bigram", "trigram");
    check(drums("0.5", "0.6"), "--beat", "majority")
        .mistake(Mistake.BAD_OPTION)
        .as("a guess without the figure that it is held against")
        .names("majority", "models/drums", "nats", "unigram", "bigram", "trigram");
    check(
            good.replaceFirst("\"baselines\": .*\n.*\\}\\}, ", "\"baselines\": {}, "),
            "--beat",
            "bigram")
        .mistake(Mistake.BAD_OPTION)
        .names("bigram", "models/bach", "cross_entropy_nats");
    check(good, "--max-worse", 1.5)
        .mistake(Mistake.BAD_OPTION)
        .names("--max-worse", "0", "1", "1.5");
    check(good, "--max-worse", "NaN")
        .mistake(Mistake.BAD_OPTION)
        .names("--max-worse", "0", "1", "NaN");
    PartitaRun.of("model-check", "--evaluation", folder.resolve("none"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names(folder.resolve("none"), "--out");
    PartitaRun.of("model-check", "--evaluation", folder)
        .mistake(Mistake.BAD_PATH)
        .names("--evaluation", folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "words",
        "[]",
        "{}",
        "3",
        "{\"model_kind\": \"note-lstm\"}",
        "{\"model_kind\":"
      })
  void whatIsNoEvaluationIsAMistake(String content) throws IOException {
    check(content).mistake(Mistake.MALFORMED_FILE).names(folder.resolve("e.json"), "--out");
  }
}
