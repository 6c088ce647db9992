package io.partita.command.publish;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.partita.Mistake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationFileTest {
  private static final String NOTES =
      """
      {"model": "models/bach", "model_kind": "note-lstm", "network_sha256": "ab", "line": "bass",
       "split": "validation", "baselines": {}%s}\
      """;

  @TempDir private Path folder;

  @Test
  void itSaysWhichModelWasMeasuredAndWhatIsKnownOfIt() {
    EvaluationFile file = file(NOTES.formatted(""));

    assertThat(file.model()).isEqualTo("models/bach");
    assertThat(file.networkSha256()).isEqualTo("ab");
    assertThat(file.facts()).containsExactly(entry("line", "bass"));
    assertThat(file.sentences()).singleElement().asString().startsWith("models/bach ");
  }

  @Test
  void aPublishedModelMayNotBeThereYet() {
    assertThat(file(NOTES.formatted("")).isAgainstAModel()).isFalse();
    assertThat(file(NOTES.formatted(", \"against\": null")).isAgainstAModel()).isFalse();
    assertThat(file(NOTES.formatted(", \"against\": {}")).isAgainstAModel()).isTrue();
  }

  @Test
  void noModelIsChosenByFilesThatWereLearnt() {
    String validation = NOTES.formatted(", \"leaky\": %s").replace("\"test\"", "\"validation\"");
    EvaluationFile held = file(validation.formatted("false"));

    assertThat(held.requireToChooseBy()).isSameAs(held);
    assertThatMistake(() -> file(validation.formatted("true")).requireToChooseBy())
        .is(Mistake.LEAK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{}",
        "{\"model_kind\": \"other\", \"network_sha256\": \"ab\", \"split\": \"test\","
            + " \"baselines\": {}}",
        "{\"model_kind\": \"note-lstm\", \"split\": \"test\", \"baselines\": {}}",
        "{\"model_kind\": \"note-lstm\", \"network_sha256\": \"ab\", \"split\": \"test\"}",
        "{\"model_kind\": \"note-lstm\", \"network_sha256\": \"ab\", \"baselines\": {}}",
        "{\"model_kind\": \"note-lstm\", \"network_sha256\": \"ab\", \"split\": \"test\","
            + " \"baselines\": {}, \"against\": 1}"
      })
  void whatIsNoEvaluationIsAMistake(String json) {
    assertThatMistake(() -> file(json)).is(Mistake.MALFORMED_FILE).names("e.json", "--out");
  }

  @Test
  void aFileThatIsNotThereIsAMistake() {
    String missing = folder.resolve("e.json").toString();

    assertThatMistake(() -> EvaluationFile.bytes("--evaluation", missing, new Configuration()))
        .is(Mistake.NO_SUCH_FILE)
        .names(missing, "--out");
  }

  @ParameterizedTest
  @CsvSource({
    "2.0, 2.0, true", // as good
    "2.0, 2.1, true",
    "2.1, 2.0, false",
    "\"NaN\", 2.0, false",
    "2.0, \"NaN\", false",
    "2.0, null, false",
  })
  void itTellsWhetherTheModelIsAsGoodAsTheOther(String ours, String theirs, boolean isAsGood) {
    EvaluationFile file =
        file(
            NOTES.formatted(
                ", \"cross_entropy_nats\": %s, \"against\": {\"cross_entropy_nats\": %s}"
                    .formatted(ours, theirs)));

    assertThat(file.isAsGoodAsTheOther()).isEqualTo(isAsGood);
    assertThat(file(NOTES.formatted(", \"against\": null")).isAsGoodAsTheOther()).isFalse();
  }

  private static EvaluationFile file(String json) {
    return EvaluationFile.of("e.json", json.getBytes(StandardCharsets.UTF_8));
  }
}
