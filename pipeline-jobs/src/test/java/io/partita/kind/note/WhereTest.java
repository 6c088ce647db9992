package io.partita.kind.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.NoteSample;
import io.partita.PartitaRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trainings, evaluations and exports of the files that a condition holds for. */
@Tag("spark")
class WhereTest extends NoteTrainingFixture {
  private static final String SOME = "path LIKE '%line1%' AND n_notes > 10";

  @InTurn
  @Test
  void aTrainingLearnsFromThoseFilesAlone() throws Exception {
    JsonNode all = train("all").exits(0).json();
    JsonNode some = train("some", "--where", SOME).exits(0).json();

    List<String> files = md5s("split = 'train' AND " + SOME);
    assertThat(files).isNotEmpty().hasSizeLessThan(md5s("split = 'train'").size());
    assertThat(some.at("/provenance/examples").asLong() * md5s("split = 'train'").size())
        .isEqualTo(all.at("/provenance/examples").asLong() * files.size());
    assertThat(some.at("/provenance/options/where").asText()).isEqualTo(SOME);
    assertThat(all.at("/provenance/options").has("where")).isFalse();
    assertThat(some.at("/provenance/run_id")).isNotEqualTo(all.at("/provenance/run_id"));
    assertThat(evaluated("some").path("files").asInt())
        .isEqualTo(md5s("split = 'validation' AND " + SOME).size());
    assertThat(evaluated("all").path("files").asInt())
        .isEqualTo(md5s("split = 'validation'").size());
  }

  @InTurn
  @Test
  void anotherConditionIsAnotherRun() throws Exception {
    train("m", "--where", SOME).exits(0);

    train("m", "--where", "n_notes > 0", "--resume").exits(2);
    train("m", "--where", SOME, "--resume").exits(0);
  }

  @InTurn
  @Test
  void anExportHasTheRowsThatSqlHas() throws Exception {
    JsonNode report =
        PartitaRun.line(
                "export --lake {} --dataset {} --what notes --out {} --where {} --json",
                lake,
                NoteSample.DATASET,
                folder.resolve("out"),
                SOME)
            .json();

    assertThat(report.at("/splits/train/documents").asInt())
        .isEqualTo(md5s("split = 'train' AND " + SOME).size());
  }

  @InTurn
  @Test
  void statisticsOfSomeFilesAreNotKept() throws Exception {
    JsonNode report =
        PartitaRun.of("stats", NoteSample.DATASET, "--lake", lake, "--where", SOME, "--json")
            .json();

    assertThat(report.at("/figures/midi_files//rows").asInt()).isEqualTo(md5s(SOME).size());
    assertThat(lake.resolve("statistics")).doesNotExist();
  }

  @Test
  void whatIsNoConditionOrFitsNoFileIsAMistake() {
    assertThat(train("m", "--where", "no_such_column = 1").exits(2).err())
        .contains("no_such_column");
    assertThat(train("m", "--where", "path LIKE").exits(2).err()).contains("path LIKE");
    assertThat(train("m", "--where", "path = 'none'").exits(2).err()).contains("path = 'none'");
  }

  @InTurn
  @Test
  void iterationsEndATraining() throws Exception {
    JsonNode card = train("m", "--iterations", 9).exits(0).json();

    assertThat(card.at("/state/iteration").asInt()).isBetween(9, 12);
    assertThat(card.at("/state/outcome").asText()).isEqualTo("done");
    JsonNode more = train("m", "--iterations", 20, "--resume").exits(0).json();
    assertThat(more.at("/state/iteration").asInt()).isBetween(20, 23);
    train("n", "--iterations", 9, "--epochs", 2).mistake(Mistake.OPTIONS_EXCLUDE);
    train("n", "--iterations", 0).mistake(Mistake.BAD_OPTION);
  }

  private PartitaRun train(String model, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of(
                "train",
                "lstm",
                NoteSample.DATASET,
                "--lake",
                lake,
                "--model",
                folder.resolve(model),
                "--set",
                "sequenceLength=6",
                "--set",
                "units=4",
                "--batch",
                16,
                "--averaging-frequency",
                4,
                "--json"));
    line.addAll(List.of(more));
    if (!line.contains("--iterations")) {
      line.addAll(List.of("--epochs", 1));
    }
    return PartitaRun.of(line.toArray());
  }

  private JsonNode evaluated(String model) throws Exception {
    return PartitaRun.line(
            "model evaluate {} --lake {} --split validation --json", folder.resolve(model), lake)
        .json();
  }

  private List<String> md5s(String condition) throws Exception {
    return DuckDb.texts(
        "SELECT midi_md5 FROM read_parquet('"
            + lake
            + "/midi_files/*/*.parquet') WHERE "
            + condition);
  }
}
